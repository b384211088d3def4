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

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.reactivestreams.Publisher;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;

/**
 * Selects the values of a request's Reactor context from which thread-locals are
 * restored.
 */
final class PropagatedValues {

	private static final boolean AVAILABLE = ClassUtils.isPresent("io.micrometer.context.ContextRegistry",
			PropagatedValues.class.getClassLoader());

	/** The prefix of Micrometer's own keys: observations, spans and their data. */
	private static final String OBSERVATIONS = "micrometer.";

	private PropagatedValues() {
	}

	/**
	 * Select the values that a session keeps.
	 * @param request the whole context
	 * @return the values, none if Micrometer's context propagation is not on the class
	 * path
	 */
	static Context of(ContextView request) {
		return AVAILABLE ? Registered.of(request) : Context.empty();
	}

	/**
	 * Loaded only if Micrometer's context propagation is on the class path.
	 */
	private static final class Registered {

		static Context of(ContextView request) {
			Context values = Context.empty();
			for (ThreadLocalAccessor<?> accessor : ContextRegistry.getInstance().getThreadLocalAccessors()) {
				Object value = request.getOrDefault(accessor.key(), null);
				if (value != null && isKept(accessor.key(), value)) {
					values = values.put(accessor.key(), value);
				}
			}
			return values;
		}

		/**
		 * Whether a value may outlive its request. An observation ends with the request,
		 * a publisher may read from it, and Spring Security registers an accessor for the
		 * exchange itself.
		 * @param key the key in the request's context
		 * @param value what the context holds for it
		 * @return {@code true} if the session may keep it
		 */
		private static boolean isKept(Object key, Object value) {
			return !(value instanceof Publisher || value instanceof ServerWebExchange
					|| key.toString().startsWith(OBSERVATIONS));
		}

	}

}
