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

/**
 * A programmatic event handler:
 * {@code socket.on("ping", (args, ack) -> ack.send("pong"))}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SocketEventListener {

	/**
	 * Handle one event. An exception is logged and acknowledged like that of an annotated
	 * handler.
	 * @param arguments the event's arguments
	 * @param ack sends the acknowledgement; without it the event is not acknowledged
	 * @throws Exception if the event cannot be handled
	 */
	void onEvent(EventData arguments, Ack ack) throws Exception;

}
