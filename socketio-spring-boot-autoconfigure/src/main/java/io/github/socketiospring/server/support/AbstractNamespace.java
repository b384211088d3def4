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

package io.github.socketiospring.server.support;

import java.util.function.Consumer;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.BroadcastTarget;
import io.github.socketiospring.server.support.outbound.DefaultBroadcastOperator;

/**
 * Base of namespaces: the name, and the methods that set it up.
 */
abstract class AbstractNamespace implements Namespace, BroadcastTarget {

	private final String name;

	AbstractNamespace(String name) {
		this.name = name;
	}

	/**
	 * Change the application's set-up of this namespace.
	 * @param change adds to the set-up
	 */
	abstract void setUp(Consumer<NamespaceSetup> change);

	@Override
	public final String name() {
		return this.name;
	}

	@Override
	public final BroadcastOperator all() {
		return new DefaultBroadcastOperator(this, BroadcastOptions.ALL);
	}

	@Override
	public final Namespace use(ConnectMiddleware middleware) {
		setUp((setup) -> setup.use(middleware));
		return this;
	}

	@Override
	public final Namespace onConnection(Consumer<SocketIOSocket> listener) {
		setUp((setup) -> setup.onConnection(listener));
		return this;
	}

	@Override
	public final Namespace addHandler(NamespaceHandler handler) {
		setUp((setup) -> setup.addHandler(handler));
		return this;
	}

	@Override
	public final Namespace onServerSideEmit(String event, SocketEventListener listener) {
		setUp((setup) -> setup.onServerSideEmit(event, listener));
		return this;
	}

	@Override
	public final Namespace onPeerBroadcast(String event, SocketEventListener listener) {
		setUp((setup) -> setup.onPeerBroadcast(event, listener));
		return this;
	}

}
