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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Not all clients or nodes answered. The answers that arrived have been emitted before,
 * and are also in {@link #results()}, since an operator such as {@code collectList()}
 * drops what was emitted before an error.
 *
 * @since 0.1.0
 */
public abstract class PartialResultException extends RuntimeException {

	/** {@code null} after deserialization, since the results need not be serializable. */
	private final transient @Nullable List<Object> results = new CopyOnWriteArrayList<>();

	/**
	 * Create an exception.
	 * @param message which answers are missing
	 * @param cause the reason, {@code null} if there is none but the time
	 */
	protected PartialResultException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * The answers that arrived before the failure, in the order of arrival.
	 * @return sockets for {@code fetchSockets}, names for the rooms of all nodes, the
	 * values of the requested type for acknowledgements; empty if none arrived
	 */
	public List<Object> results() {
		return (this.results != null) ? List.copyOf(this.results) : List.of();
	}

	private void keep(List<Object> kept) {
		if (this.results != null) {
			this.results.clear();
			this.results.addAll(kept);
		}
	}

	/**
	 * Let the exceptions with which a request may fail contain what it emitted before.
	 * The results are kept until the request ends.
	 * @param <T> the type of the results
	 * @param results the results of a request
	 * @return the same results
	 */
	public static <T> Flux<T> keepResults(Flux<T> results) {
		return Flux.defer(() -> {
			List<Object> kept = new ArrayList<>();
			return results.doOnNext(kept::add).doOnError(PartialResultException.class, (ex) -> ex.keep(kept));
		});
	}

}
