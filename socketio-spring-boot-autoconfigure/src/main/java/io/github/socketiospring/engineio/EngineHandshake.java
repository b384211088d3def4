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

package io.github.socketiospring.engineio;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.support.MemoryCost;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * A snapshot of the HTTP request that opened a session: the handshake {@code GET}, or the
 * WebSocket request of a client that starts with WebSocket. Later requests do not change
 * it.
 *
 * @param url the request target: path and query, as sent
 * @param headers the request headers; names are case-insensitive
 * @param query the query parameters; if one is repeated, the last value wins
 * @param remoteAddress the client's address; forwarded headers are used if they are
 * trusted
 * @param secure whether the request came over TLS
 * @param time when the request arrived
 * @param principal the request's principal, {@code null} if it is not known
 * @param context the part of the request's Reactor context that the session keeps
 * @since 0.1.0
 */
public record EngineHandshake(String url, Map<String, List<String>> headers, Map<String, String> query,
		@Nullable InetSocketAddress remoteAddress, boolean secure, Instant time, @Nullable Principal principal,
		ContextView context) {

	/** The snapshot itself, its parts, and the address. */
	private static final int OBJECTS = 256;

	/** The overhead of a header or a value, without its text. */
	private static final int LENGTHS = 4;

	/**
	 * The URL as a URI.
	 * @return path and query
	 */
	public URI uri() {
		return URI.create(this.url);
	}

	/**
	 * The memory of the handshake while a session keeps it.
	 * @return an estimated number of bytes, without the principal and the context, which
	 * the application chooses
	 */
	int cost() {
		int cost = OBJECTS + MemoryCost.of(this.url);
		for (Map.Entry<String, List<String>> header : this.headers.entrySet()) {
			cost += LENGTHS + header.getKey().length();
			for (String value : header.getValue()) {
				cost += LENGTHS + value.length();
			}
		}
		return cost;
	}

	/**
	 * For logs: without query, headers and context, which may contain credentials.
	 * @return the path and the client's address
	 */
	@Override
	public String toString() {
		return "EngineHandshake of " + this.remoteAddress + " for " + this.url.split("\\?", 2)[0];
	}

}
