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

import java.util.function.Consumer;

import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The other nodes of the cluster, for what concerns clients regardless of namespaces.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface Peers {

	/** There is one node. */
	Peers NONE = new Peers() {

		@Override
		public void send(PeerCommand command) {
		}

		@Override
		public Disposable listen(Consumer<PeerCommand> listener) {
			return Disposables.disposed();
		}

	};

	/**
	 * Send a command to the other nodes. Neither blocks nor throws an exception: a
	 * command that cannot be sent is counted and logged. This node does not receive it,
	 * so the caller executes it here first.
	 * @param command what they are to do
	 */
	void send(PeerCommand command);

	/**
	 * Listen for the commands of other nodes.
	 * @param listener called with one command after the other, on a thread that must not
	 * be blocked
	 * @return ends it
	 */
	Disposable listen(Consumer<PeerCommand> listener);

}
