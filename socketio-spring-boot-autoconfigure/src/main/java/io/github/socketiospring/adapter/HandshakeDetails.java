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

package io.github.socketiospring.adapter;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Describes a handshake: the request that opened the connection, and the CONNECT packet
 * of the namespace.
 *
 * @param url the request target
 * @param headers the headers of the request
 * @param query the query parameters of the request, with each value of a repeated one
 * @param address the address of the client, {@code null} if it is unknown
 * @param crossDomain whether the request carried an {@code Origin}
 * @param secure whether the request arrived over TLS
 * @param time when the request arrived
 * @param issued when the CONNECT packet arrived
 * @param auth the payload of CONNECT, an empty object if it had none
 * @since 0.1.0
 */
public record HandshakeDetails(String url, Map<String, List<String>> headers, Map<String, List<String>> query,
		@Nullable InetSocketAddress address, boolean crossDomain, boolean secure, Instant time, Instant issued,
		JsonNode auth) {

	/**
	 * Create a copy with another payload.
	 * @param auth the payload of CONNECT, an empty object if it had none
	 * @return a copy
	 */
	public HandshakeDetails withAuth(JsonNode auth) {
		return new HandshakeDetails(this.url, this.headers, this.query, this.address, this.crossDomain, this.secure,
				this.time, this.issued, auth);
	}

}
