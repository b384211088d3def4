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

package io.github.socketiospring.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Leaves out polls of open sessions. They last as long as there is nothing to send, up to
 * the interval of the heartbeat, so that they would distort all times of HTTP requests.
 */
class NoHeldPolls implements ObservationPredicate {

	private final String path;

	/**
	 * Create a predicate.
	 * @param path where clients connect, without a slash at its end
	 */
	NoHeldPolls(String path) {
		this.path = path;
	}

	@Override
	public boolean test(String name, Observation.Context context) {
		return !(context instanceof ServerRequestObservationContext exchange && isHeldPoll(exchange.getCarrier()));
	}

	private boolean isHeldPoll(@Nullable ServerHttpRequest request) {
		return request != null && request.getMethod() == HttpMethod.GET
				&& isServed(request.getPath().pathWithinApplication().value())
				&& request.getQueryParams().containsKey("sid")
				&& !request.getHeaders().containsHeader(HttpHeaders.UPGRADE);
	}

	private boolean isServed(String requested) {
		return requested.equals(this.path) || (requested.length() == this.path.length() + 1
				&& requested.startsWith(this.path) && requested.endsWith("/"));
	}

}
