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
 * Examines the events of a socket before they are handled.
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
	 * Examine an event.
	 * @param event the event, whose arguments may be changed
	 * @return completes to let it pass; with an error the event is not handled, the error
	 * is logged, and a client that asked for an acknowledgement is told as by a handler
	 * that failed
	 */
	Mono<Void> handle(IncomingEvent event);

}
