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

package io.github.socketiospring.engineio.transport.websocket;

import java.util.function.Function;

import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;

/**
 * Uses a WebSocket after its handshake: it opens a session, or is offered to one as an
 * upgrade.
 *
 * @since 0.1.0
 */
public interface TransportStarter {

	/**
	 * Use the WebSocket. Must be called once.
	 * @param <T> the type of the transport
	 * @param transports creates the transport for the session that uses the WebSocket
	 * @return the created transport
	 */
	<T extends Transport> T start(Function<TransportListener, T> transports);

}
