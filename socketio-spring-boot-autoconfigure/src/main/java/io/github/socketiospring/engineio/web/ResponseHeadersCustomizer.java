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

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Adds headers to every answer, including the answer to a WebSocket handshake. To add
 * headers to handshakes only, use a {@link HandshakeInterceptor}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ResponseHeadersCustomizer {

	/**
	 * Change the headers of an answer.
	 * @param request the request that is answered
	 * @param responseHeaders the headers of its answer
	 */
	void customize(ServerHttpRequest request, HttpHeaders responseHeaders);

}
