/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketiospring.server.support.admission;

import io.github.socketiospring.server.support.life.Lease;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Finds the namespace that a client connects to.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamespaceFinder {

	/**
	 * Find a namespace and reserve it, so that it is not removed.
	 * @param name the name that a client connects to
	 * @param auth the payload of the client's CONNECT
	 * @param seats the places of the client's connection
	 * @param lease releases the reservation
	 * @return the entrance, empty if there is no such namespace
	 */
	Mono<NamespaceEntrance> find(String name, JsonNode auth, Seats seats, Lease lease);

}
