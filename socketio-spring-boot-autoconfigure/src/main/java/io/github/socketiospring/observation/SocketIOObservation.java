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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of the server.
 *
 * @since 0.1.0
 */
public enum SocketIOObservation implements ObservationDocumentation {

	/**
	 * A socket connects: from the first middleware until it has entered or is refused.
	 */
	CONNECT("socketio.connect", DefaultConnectObservationConvention.class) {

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { ObservationKey.NAMESPACE, ObservationKey.OUTCOME, ObservationKey.EXCEPTION };
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { ObservationKey.SOCKET_ID };
		}

	},

	/** An event is handled, without the wait for its turn. */
	EVENT("socketio.event", DefaultEventObservationConvention.class) {

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { ObservationKey.SOCKET_ID };
		}

	},

	/** An event is sent, until its last acknowledgement. */
	ASK("socketio.ask", DefaultAskObservationConvention.class),

	/** An event is sent to the selected sockets of this node. */
	BROADCAST("socketio.broadcast", DefaultBroadcastObservationConvention.class),

	/**
	 * A request to other nodes: from its encoding until they have answered, or the
	 * request ends without them. A broadcast with acknowledgements ends when each node
	 * has told how many receivers it has.
	 */
	CLUSTER_REQUEST("socketio.cluster.request", DefaultClusterRequestObservationConvention.class) {

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return clusterKeys();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { ObservationKey.NAMESPACE, ObservationKey.NODES_EXPECTED,
					ObservationKey.NODES_ANSWERED };
		}

	},

	/**
	 * A message that requires no answer is sent to other nodes: from its encoding until
	 * the broker has received it.
	 */
	CLUSTER_PUBLISH("socketio.cluster.publish", DefaultClusterPublishObservationConvention.class) {

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return clusterKeys();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { ObservationKey.NAMESPACE };
		}

	},

	/**
	 * A message of another node that belongs to a trace is handled: an event for servers
	 * until its handlers have ended, without the wait for its turn, a request until this
	 * node has answered. Of a broadcast it does not include acknowledgements.
	 */
	CLUSTER_HANDLE("socketio.cluster.handle", DefaultClusterHandleObservationConvention.class) {

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return clusterKeys();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { ObservationKey.NAMESPACE, ObservationKey.EVENT };
		}

	};

	private final String name;

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	SocketIOObservation(String name, Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
		this.name = name;
		this.convention = convention;
	}

	private static KeyName[] clusterKeys() {
		return new KeyName[] { ObservationKey.KIND, ObservationKey.OUTCOME, ObservationKey.EXCEPTION };
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return new KeyName[] { ObservationKey.NAMESPACE, ObservationKey.EVENT, ObservationKey.OUTCOME,
				ObservationKey.EXCEPTION };
	}

}
