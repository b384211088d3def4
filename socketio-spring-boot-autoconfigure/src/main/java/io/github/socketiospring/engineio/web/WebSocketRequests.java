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

package io.github.socketiospring.engineio.web;

import java.util.Base64;
import java.util.List;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.transport.PerMessageDeflate;
import io.github.socketiospring.engineio.transport.websocket.EngineWebSocketHandler;
import io.github.socketiospring.engineio.transport.websocket.TransportStarter;
import io.github.socketiospring.engineio.transport.websocket.WebSocketFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;

/**
 * Accepts WebSocket handshakes, and gives each WebSocket a transport.
 */
final class WebSocketRequests {

	private static final String SUB_PROTOCOL = "Sec-WebSocket-Protocol";

	private static final String VERSION = "Sec-WebSocket-Version";

	/** RFC 6455, and an earlier draft with the same frames. */
	private static final List<String> VERSIONS = List.of("13", "8");

	private static final String KEY = "Sec-WebSocket-Key";

	private static final int KEY_LENGTH = 16;

	private final WebSocketService webSocketService;

	private final int maxPayload;

	private final @Nullable PerMessageDeflate compression;

	WebSocketRequests(WebSocketService webSocketService, EngineOptions options) {
		this.webSocketService = webSocketService;
		this.maxPayload = options.maxPayload();
		this.compression = options.perMessageDeflate();
	}

	/**
	 * Open a WebSocket. The first sub-protocol that the client offers is selected.
	 * @param exchange the exchange of the WebSocket handshake
	 * @param request the parameters of the request
	 * @param starter starts the transport once the WebSocket is open
	 * @return completes when the WebSocket is closed
	 */
	Mono<Void> open(ServerWebExchange exchange, EngineRequest request, TransportStarter starter) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		String version = headers.getFirst(VERSION);
		if (version == null || !VERSIONS.contains(version)) {
			exchange.getResponse().getHeaders().set(VERSION, String.join(", ", VERSIONS));
			return new EngineResponse(exchange, true).empty(HttpStatus.UPGRADE_REQUIRED);
		}
		if (!isKey(headers.getFirst(KEY))) {
			return new EngineResponse(exchange, true).empty(HttpStatus.BAD_REQUEST);
		}
		String offered = headers.getFirst(SUB_PROTOCOL);
		String first = (offered != null) ? offered.split(",", 2)[0].strip() : null;
		// Frames have a type, and the server keeps the headers as long as the WebSocket.
		exchange.getResponse().getHeaders().remove(EngineResponse.CONTENT_TYPE_OPTIONS);
		return this.webSocketService.handleRequest(exchange,
				new EngineWebSocketHandler(starter, this.maxPayload, format(request), this.compression, first));
	}

	private static WebSocketFormat format(EngineRequest request) {
		return switch (request.revision()) {
			case V4 -> WebSocketFormat.revision4(request.base64());
			case V3 -> WebSocketFormat.revision3(request.base64());
		};
	}

	/**
	 * Whether a key is 16 bytes in Base64, as
	 * <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1">RFC 6455</a>
	 * requires.
	 * @param key the value of the {@code Sec-WebSocket-Key} header
	 * @return {@code true} if it is valid
	 */
	private static boolean isKey(@Nullable String key) {
		try {
			return key != null && Base64.getDecoder().decode(key).length == KEY_LENGTH;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
