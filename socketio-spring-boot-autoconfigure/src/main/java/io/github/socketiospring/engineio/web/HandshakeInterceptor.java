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

import io.github.socketiospring.engineio.EngineHandshake;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

/**
 * Decides whether a session may begin, and may add headers to the answer. Runs for
 * handshakes only, not for later requests of a session.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandshakeInterceptor {

	/**
	 * Examine a handshake.
	 * @param handshake the request that opens the session
	 * @param responseHeaders the headers of the answer, which may be changed
	 * @return completes to let the session begin; {@link HandshakeRefusedException}
	 * refuses it with a message for the client, any other error without one
	 */
	Mono<Void> beforeHandshake(EngineHandshake handshake, HttpHeaders responseHeaders);

}
