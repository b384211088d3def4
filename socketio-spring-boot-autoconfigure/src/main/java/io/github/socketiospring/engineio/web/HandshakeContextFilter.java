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

import reactor.util.context.ContextView;

/**
 * Selects the values of the handshake's Reactor context that a session keeps. Middleware
 * and handlers find them in their own context. Values for which thread-locals are
 * registered with Micrometer's {@code ContextRegistry} are always kept, except for
 * observations, spans, publishers and the exchange.
 * <p>
 * A session may last for days, so the values should be small and must not reference the
 * request.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandshakeContextFilter {

	/**
	 * Select values from the context of a request. Called on the request's thread; must
	 * not block.
	 * @param request the whole context
	 * @return the values to keep; if several filters return the same key, the last one
	 * wins
	 */
	ContextView filter(ContextView request);

}
