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

package io.github.socketiospring.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.Assert;

/**
 * Converts a return value to a publisher that completes when the method has completed,
 * depending on the declared type.
 */
final class ReturnValue {

	private static final ReactiveAdapterRegistry ADAPTERS = ReactiveAdapterRegistry.getSharedInstance();

	private final boolean suspending;

	private final boolean undeclared;

	private final @Nullable ReactiveAdapter adapter;

	ReturnValue(Method method) {
		this.suspending = KotlinDetector.isSuspendingFunction(method);
		this.undeclared = method.getReturnType() == Object.class;
		this.adapter = (!this.undeclared) ? ADAPTERS.getAdapter(method.getReturnType()) : null;
	}

	boolean isSuspending() {
		return this.suspending;
	}

	boolean isReactive() {
		return this.suspending || this.adapter != null;
	}

	/**
	 * Convert a return value to the publisher of its result.
	 * @param value what the method returned
	 * @param limit the maximum number of values; more are an error
	 * @return emits the result, a list if there may be several values; {@code null} if
	 * the value itself is the result
	 */
	@Nullable Mono<?> toMono(@Nullable Object value, int limit) {
		if (value == null || value instanceof Mono<?>) {
			return (Mono<?>) value;
		}
		ReactiveAdapter adapter = adapter(value);
		if (adapter == null) {
			return null;
		}
		Publisher<?> publisher = adapter.toPublisher(value);
		return (adapter.isMultiValue()) ? collect(publisher, limit) : Mono.from(publisher);
	}

	private static Mono<?> collect(Publisher<?> publisher, int limit) {
		return Flux.from(publisher).<List<Object>>collect(ArrayList::new, (values, value) -> {
			Assert.state(values.size() < limit, () -> "The method returned more than " + limit
					+ " values ('socketio.handlers.max-results'): emit them with SocketIOSocket.emitAll instead");
			values.add(value);
		});
	}

	/**
	 * Whether a return value may emit more than one value.
	 * @param value what the method returned
	 * @return {@code true} for a publisher of many values
	 */
	boolean isMultiValue(@Nullable Object value) {
		ReactiveAdapter adapter = (value != null && !(value instanceof Mono<?>)) ? adapter(value) : null;
		return adapter != null && adapter.isMultiValue();
	}

	private @Nullable ReactiveAdapter adapter(Object value) {
		return (this.undeclared) ? ADAPTERS.getAdapter(null, value) : this.adapter;
	}

}
