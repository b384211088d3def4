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

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default {@link ClusterHandleObservationConvention}.
 *
 * @since 0.1.0
 */
public class DefaultClusterHandleObservationConvention implements ClusterHandleObservationConvention {

	@Override
	public String getName() {
		return "socketio.cluster.handle";
	}

	@Override
	public String getContextualName(ClusterHandleObservationContext context) {
		String event = context.getEvent();
		return "handle " + ((event != null) ? event : ObservationKeys.word(context.getMessageKind()));
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ClusterHandleObservationContext context) {
		return ObservationKeys.of(context.getMessageKind(), context);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ClusterHandleObservationContext context) {
		KeyValues keys = KeyValues.of(KeyValue.of(ObservationKey.NAMESPACE, context.getNamespace()));
		String event = context.getEvent();
		return (event != null) ? keys.and(KeyValue.of(ObservationKey.EVENT, event)) : keys;
	}

}
