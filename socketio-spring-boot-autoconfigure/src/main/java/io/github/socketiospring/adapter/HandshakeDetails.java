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
 * The facts of a handshake: of the request that opened the connection, and of the CONNECT
 * that asked for the namespace.
 *
 * @param url the request target
 * @param headers the request's headers
 * @param query the request's query parameters
 * @param address where the client is
 * @param crossDomain whether the request carried an {@code Origin}
 * @param secure whether it came over TLS
 * @param time when it arrived
 * @param issued when the namespace was asked for
 * @param auth the payload of CONNECT, an empty object when there was none
 * @since 0.1.0
 */
public record HandshakeDetails(String url, Map<String, List<String>> headers, Map<String, String> query,
		@Nullable InetSocketAddress address, boolean crossDomain, boolean secure, Instant time, Instant issued,
		JsonNode auth) {

}
