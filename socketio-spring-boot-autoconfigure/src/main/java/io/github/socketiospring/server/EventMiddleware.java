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

/**
 * Checks the events of a socket before they are handled.
 *
 * <pre>{@code
 * socket.use((event) -> mayPost(socket) ? Mono.empty() : Mono.error(new AccessDeniedException("no")));
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EventMiddleware {

	/**
	 * Check an event.
	 * @param event the event, whose arguments may be changed
	 * @return completes to let the event pass; an error fails the event as an error of
	 * its handler does
	 */
	Mono<Void> handle(IncomingEvent event);

}
