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

import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default {@link ClusterRequestObservationConvention}.
 *
 * @since 0.1.0
 */
public class DefaultClusterRequestObservationConvention implements ClusterRequestObservationConvention {

	@Override
	public String getName() {
		return "socketio.cluster.request";
	}

	@Override
	public String getContextualName(ClusterRequestObservationContext context) {
		return context.getRequest().call();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ClusterRequestObservationContext context) {
		return KeyValues.of(ObservationKeys.of(context.getRequest()),
				KeyValue.of(ObservationKey.OUTCOME, outcome(context)), ObservationKeys.exception(context));
	}

	private static String outcome(ClusterRequestObservationContext context) {
		ClusterListener.Outcome outcome = context.getOutcome();
		if (outcome != null) {
			return ObservationKeys.word(outcome);
		}
		return (context.getError() != null) ? "error" : "unknown";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ClusterRequestObservationContext context) {
		int expected = context.getExpectedNodes();
		return KeyValues.of(KeyValue.of(ObservationKey.NAMESPACE, context.getNamespace()),
				KeyValue.of(ObservationKey.NODES_EXPECTED, (expected >= 0) ? String.valueOf(expected) : "unknown"),
				KeyValue.of(ObservationKey.NODES_ANSWERED, String.valueOf(context.getAnsweredNodes())));
	}

}
