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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.ServerSideListeners;

import org.springframework.util.Assert;

/**
 * The application's set-up of one namespace, or of all namespaces of a pattern:
 * middleware, listeners and handlers. Thread-safe.
 */
final class NamespaceSetup {

	private final List<ConnectMiddleware> middleware = new CopyOnWriteArrayList<>();

	private final List<Consumer<SocketIOSocket>> connectionListeners = new CopyOnWriteArrayList<>();

	private final List<NamespaceHandler> handlers = new CopyOnWriteArrayList<>();

	private final ServerSideListeners serverSideListeners;

	private final ServerSideListeners broadcastListeners;

	NamespaceSetup() {
		this(new ServerSideListeners(), new ServerSideListeners());
	}

	/**
	 * Create an empty set-up.
	 * @param serverSideListeners the listeners for events of other nodes, to which more
	 * can be added
	 * @param broadcastListeners the observers of broadcasts of other nodes, to which more
	 * can be added
	 */
	NamespaceSetup(ServerSideListeners serverSideListeners, ServerSideListeners broadcastListeners) {
		this.serverSideListeners = serverSideListeners;
		this.broadcastListeners = broadcastListeners;
	}

	void use(ConnectMiddleware middleware) {
		Assert.notNull(middleware, "'middleware' must not be null");
		this.middleware.add(middleware);
	}

	void onConnection(Consumer<SocketIOSocket> listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.connectionListeners.add(listener);
	}

	void addHandler(NamespaceHandler handler) {
		Assert.notNull(handler, "'handler' must not be null");
		this.handlers.add(handler);
		this.serverSideListeners.add(handler);
	}

	void onServerSideEmit(String event, SocketEventListener listener) {
		this.serverSideListeners.add(event, listener);
	}

	void onPeerBroadcast(String event, SocketEventListener listener) {
		this.broadcastListeners.add(event, listener);
	}

	/**
	 * Combine this set-up with those of patterns, each middleware, listener and handler
	 * once.
	 * @param parents the set-ups of the patterns, in order
	 * @return this if there are no patterns, otherwise a new set-up
	 */
	NamespaceSetup behind(List<NamespaceSetup> parents) {
		if (parents.isEmpty()) {
			return this;
		}
		NamespaceSetup whole = new NamespaceSetup();
		parents.forEach(whole::add);
		whole.add(this);
		return whole;
	}

	private void add(NamespaceSetup other) {
		this.middleware.addAll(other.middleware);
		this.connectionListeners.addAll(other.connectionListeners);
		this.handlers.addAll(other.handlers);
	}

	List<ConnectMiddleware> middleware() {
		return this.middleware;
	}

	List<Consumer<SocketIOSocket>> connectionListeners() {
		return this.connectionListeners;
	}

	List<NamespaceHandler> handlers() {
		return this.handlers;
	}

	/**
	 * Add the listeners for events of other nodes that a pattern has.
	 * @param parent the set-up of the pattern
	 */
	void addServerSideListeners(NamespaceSetup parent) {
		this.serverSideListeners.addAll(parent.serverSideListeners);
		this.broadcastListeners.addAll(parent.broadcastListeners);
	}

}
