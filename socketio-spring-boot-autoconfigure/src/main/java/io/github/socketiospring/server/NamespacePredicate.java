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

package io.github.socketiospring.server;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a client may connect to a namespace, which is created if it does not
 * exist.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamespacePredicate {

	/**
	 * Decide whether a client may connect to a namespace.
	 * @param name the name that a client connects to
	 * @param auth the client's {@code auth} payload
	 * @return whether the client may connect as far as this predicate is concerned; an
	 * error is logged, and refuses the client, also where a pattern accepts it
	 */
	Mono<Boolean> test(String name, JsonNode auth);

}
