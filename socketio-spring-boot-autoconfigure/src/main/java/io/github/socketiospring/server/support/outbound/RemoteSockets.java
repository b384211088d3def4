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

package io.github.socketiospring.server.support.outbound;

import java.lang.reflect.Type;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends to one socket, regardless of its node.
 *
 * @since 0.1.0
 */
public interface RemoteSockets extends BroadcastTarget {

	/**
	 * Send an event to one socket and wait for the acknowledgement.
	 * @param <T> the type of the answer
	 * @param socketId the socket's id
	 * @param timeout how long to wait, {@code null} for the default
	 * @param event the event's name
	 * @param type the requested type of the answer
	 * @param arguments the event's arguments
	 * @return the answer; fails with
	 * {@link io.github.socketiospring.server.AckTimeoutException}, as soon as all nodes
	 * have reported that they do not have the socket
	 */
	<T> Mono<T> ask(String socketId, @Nullable Duration timeout, String event, Type type, @Nullable Object[] arguments);

}
