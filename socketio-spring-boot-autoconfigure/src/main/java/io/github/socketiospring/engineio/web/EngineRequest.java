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

import java.util.Map;

import io.github.socketiospring.engineio.EngineRevision;
import io.github.socketiospring.engineio.transport.TransportType;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The parameters of an Engine.IO request.
 *
 * @param method the HTTP method
 * @param upgrade whether it is a WebSocket handshake
 * @param query the query parameters; if one is repeated, the last value wins
 * @param transport the transport, {@code null} if it is missing or unknown
 * @param sid the session's id, {@code null} for a handshake
 */
record EngineRequest(HttpMethod method, boolean upgrade, Map<String, String> query, @Nullable TransportType transport,
		@Nullable String sid) {

	static EngineRequest of(ServerHttpRequest request) {
		Map<String, String> query = QueryParameters.parse(request.getURI().getRawQuery());
		String sid = query.get("sid");
		return new EngineRequest(request.getMethod(), isUpgrade(request.getHeaders()), query,
				TransportType.of(query.get("transport")), (sid == null || sid.isEmpty()) ? null : sid);
	}

	/**
	 * The protocol revision, as the Node.js server determines it: {@code EIO=4} means
	 * revision 4, anything else revision 3.
	 * @return the revision that the client speaks
	 */
	EngineRevision revision() {
		return "4".equals(this.query.get("EIO")) ? EngineRevision.V4 : EngineRevision.V3;
	}

	/**
	 * Whether the client cannot receive binary data.
	 * @return whether it requested Base64
	 */
	boolean base64() {
		return !this.query.getOrDefault("b64", "").isEmpty();
	}

	/**
	 * The client's function for JSONP.
	 * @return its name or {@code null} if JSONP is not requested
	 */
	@Nullable String jsonp() {
		return this.query.get("j");
	}

	private static boolean isUpgrade(HttpHeaders headers) {
		return "websocket".equalsIgnoreCase(headers.getUpgrade());
	}

}
