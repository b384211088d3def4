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
 * Chooses what a session keeps of the Reactor context of the request that opened it, for
 * middleware and handlers to find in theirs. Values for which thread-locals are
 * registered with Micrometer's {@code ContextRegistry} are kept without being asked for,
 * except for observations, spans, publishers and the exchange.
 * <p>
 * A session may last for days. What is chosen should be small and must not lead to the
 * request.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandshakeContextFilter {

	/**
	 * Choose from the context of a request. Called on the request's thread; must not
	 * block.
	 * @param request the whole context
	 * @return what to keep; of an equal key the value of the last filter is kept
	 */
	ContextView filter(ContextView request);

}
