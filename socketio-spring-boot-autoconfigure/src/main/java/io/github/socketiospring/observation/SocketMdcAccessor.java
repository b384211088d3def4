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

package io.github.socketiospring.observation;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Reactor restore the MDC values of a socket with
 * {@code spring.reactor.context-propagation=auto}. The {@code ServiceLoader} finds this
 * class.
 *
 * @since 0.1.0
 */
public final class SocketMdcAccessor implements ThreadLocalAccessor<Object> {

	@Override
	public Object key() {
		return SocketMdc.KEY;
	}

	@Override
	public @Nullable Object getValue() {
		return SocketMdc.current();
	}

	@Override
	public void setValue(Object value) {
		SocketMdc.set((SocketMdc) value);
	}

	@Override
	public void setValue() {
		SocketMdc.set(null);
	}

}
