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

import java.util.List;

import io.github.socketiospring.engineio.transport.PerMessageDeflate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Runs one WebSocket as a transport. On Reactor Netty with an
 * {@link ChannelUpgradeStrategy} it is run on the channel, and this handler is never
 * called; everywhere else on the {@link WebSocketSession}.
 *
 * @since 0.1.0
 */
public final class EngineWebSocketHandler implements WebSocketHandler {

	private final TransportStarter starter;

	private final int maxPayload;

	private final WebSocketFormat format;

	private final @Nullable PerMessageDeflate compression;

	private final List<String> subProtocols;

	/**
	 * Create a handler for one handshake of protocol revision 4.
	 * @param starter uses the WebSocket for a session
	 * @param maxPayload the largest message a client may send, in bytes
	 * @param subProtocol the sub-protocol to agree to, the first one the client offered
	 */
	public EngineWebSocketHandler(TransportStarter starter, int maxPayload, @Nullable String subProtocol) {
		this(starter, maxPayload, WebSocketFormat.REVISION_4, null, subProtocol);
	}

	/**
	 * Create a handler for one handshake.
	 * @param starter uses the WebSocket for a session
	 * @param maxPayload the largest message a client may send, in bytes
	 * @param format the format of packets
	 * @param compression how messages may be compressed, {@code null} for no compression
	 * @param subProtocol the sub-protocol to agree to, the first one the client offered
	 */
	public EngineWebSocketHandler(TransportStarter starter, int maxPayload, WebSocketFormat format,
			@Nullable PerMessageDeflate compression, @Nullable String subProtocol) {
		this.starter = starter;
		this.maxPayload = maxPayload;
		this.format = format;
		this.compression = compression;
		this.subProtocols = (subProtocol != null) ? List.of(subProtocol) : List.of();
	}

	TransportStarter starter() {
		return this.starter;
	}

	int maxPayload() {
		return this.maxPayload;
	}

	WebSocketFormat format() {
		return this.format;
	}

	@Nullable PerMessageDeflate compression() {
		return this.compression;
	}

	@Override
	public List<String> getSubProtocols() {
		return this.subProtocols;
	}

	@Override
	public Mono<Void> handle(WebSocketSession webSocket) {
		return this.starter
			.start((session) -> new SessionWebSocketTransport(webSocket, session, this.maxPayload, this.format))
			.run();
	}

}
