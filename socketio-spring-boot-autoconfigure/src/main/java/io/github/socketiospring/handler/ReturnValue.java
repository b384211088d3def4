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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * How to know when what a method returned is done, chosen by its declared type.
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
	 * Return what to subscribe to.
	 * @param value what the method returned
	 * @return the one result, for several values their list, or {@code null} when the
	 * value is the result already
	 */
	@Nullable Mono<?> toMono(@Nullable Object value) {
		if (value == null || value instanceof Mono<?>) {
			return (Mono<?>) value;
		}
		ReactiveAdapter adapter = (this.undeclared) ? ADAPTERS.getAdapter(null, value) : this.adapter;
		if (adapter == null) {
			return null;
		}
		Publisher<?> publisher = adapter.toPublisher(value);
		return (adapter.isMultiValue()) ? Flux.from(publisher).collectList() : Mono.from(publisher);
	}

}
