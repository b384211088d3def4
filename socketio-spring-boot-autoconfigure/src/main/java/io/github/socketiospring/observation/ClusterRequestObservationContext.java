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

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of {@link SocketIOObservation#CLUSTER_REQUEST}.
 *
 * @since 0.1.0
 */
public final class ClusterRequestObservationContext extends SenderContext<Map<String, String>> {

	private final String namespace;

	private final ClusterListener.Request request;

	private ClusterListener.@Nullable Outcome outcome;

	private int expectedNodes = -1;

	private int answeredNodes;

	/**
	 * Create the context of a request.
	 * @param namespace the name of the namespace
	 * @param request the kind of the request
	 */
	public ClusterRequestObservationContext(String namespace, ClusterListener.Request request) {
		super((carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.CLIENT);
		this.namespace = namespace;
		this.request = request;
		setCarrier(new HashMap<>(4));
	}

	/**
	 * The namespace.
	 * @return its name
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * The kind of the request.
	 * @return one of a few
	 */
	public ClusterListener.Request getRequest() {
		return this.request;
	}

	/**
	 * How the request ended.
	 * @return the outcome, {@code null} while the request is pending and if it was not
	 * published
	 */
	public ClusterListener.@Nullable Outcome getOutcome() {
		return this.outcome;
	}

	/**
	 * The number of nodes that should answer.
	 * @return the number, -1 if it is not known
	 */
	public int getExpectedNodes() {
		return this.expectedNodes;
	}

	/**
	 * The number of nodes that answered.
	 * @return the number, zero while the request is pending
	 */
	public int getAnsweredNodes() {
		return this.answeredNodes;
	}

	void setResult(ClusterListener.@Nullable Outcome outcome, int expectedNodes, int answeredNodes) {
		this.outcome = outcome;
		this.expectedNodes = expectedNodes;
		this.answeredNodes = answeredNodes;
	}

}
