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

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.BroadcastTarget;
import io.github.socketiospring.server.support.outbound.DefaultBroadcastOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whatever namespace has a name at the moment. Set-up creates it; sending and asking find
 * it, or reach nobody.
 */
final class NamespaceHandle implements Namespace, BroadcastTarget {

	private final String name;

	private final NamespaceRegistry registry;

	NamespaceHandle(String name, NamespaceRegistry registry) {
		this.name = name;
		this.registry = registry;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Map<String, String> variables() {
		DefaultNamespace namespace = this.registry.get(this.name);
		return (namespace != null) ? namespace.variables() : Map.of();
	}

	@Override
	public BroadcastOperator all() {
		return new DefaultBroadcastOperator(this, BroadcastOptions.ALL);
	}

	@Override
	public Namespace use(ConnectMiddleware middleware) {
		this.registry.setUp(this.name).use(middleware);
		return this;
	}

	@Override
	public Namespace onConnection(Consumer<SocketIOSocket> listener) {
		this.registry.setUp(this.name).onConnection(listener);
		return this;
	}

	@Override
	public Namespace addHandler(NamespaceHandler handler) {
		this.registry.setUp(this.name).addHandler(handler);
		return this;
	}

	@Override
	public Namespace onServerSideEmit(String event, SocketEventListener listener) {
		this.registry.setUp(this.name).onServerSideEmit(event, listener);
		return this;
	}

	@Override
	public Collection<SocketIOSocket> sockets() {
		DefaultNamespace namespace = this.registry.get(this.name);
		return (namespace != null) ? namespace.sockets() : List.of();
	}

	@Override
	public @Nullable SocketIOSocket socket(String id) {
		DefaultNamespace namespace = this.registry.get(this.name);
		return (namespace != null) ? namespace.socket(id) : null;
	}

	@Override
	public Adapter adapter() {
		DefaultNamespace namespace = this.registry.get(this.name);
		if (namespace == null) {
			throw new IllegalStateException("There is no namespace '" + this.name + "', and so no adapter");
		}
		return namespace.adapter();
	}

	@Override
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		DefaultNamespace namespace = this.registry.receiver(this.name);
		if (namespace != null) {
			namespace.broadcast(options, event, arguments);
		}
	}

	@Override
	public <T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		ReservedEvents.check(event);
		return Flux.defer(() -> {
			DefaultNamespace namespace = this.registry.receiver(this.name);
			return (namespace != null) ? namespace.broadcastWithAck(options, timeout, event, type, arguments)
					: Flux.empty();
		});
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options) {
		return Flux.defer(() -> {
			DefaultNamespace namespace = this.registry.get(this.name);
			return (namespace != null) ? namespace.fetchSockets(options) : Flux.empty();
		});
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		DefaultNamespace namespace = this.registry.receiver(this.name);
		return (namespace != null) ? namespace.joinAll(options, rooms) : Mono.empty();
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		DefaultNamespace namespace = this.registry.receiver(this.name);
		return (namespace != null) ? namespace.leaveAll(options, rooms) : Mono.empty();
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		DefaultNamespace namespace = this.registry.receiver(this.name);
		return (namespace != null) ? namespace.disconnectAll(options, close) : Mono.empty();
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		DefaultNamespace namespace = this.registry.receiver(this.name);
		if (namespace != null) {
			namespace.serverSideEmit(event, arguments);
		}
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		DefaultNamespace namespace = this.registry.receiver(this.name);
		return (namespace != null) ? namespace.serverSideEmitWithAck(event, type, arguments) : Flux.empty();
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type,
			@Nullable Object... arguments) {
		DefaultNamespace namespace = this.registry.receiver(this.name);
		return (namespace != null) ? namespace.serverSideEmitWithAck(timeout, event, type, arguments) : Flux.empty();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof NamespaceHandle handle && handle.name.equals(this.name)
				&& handle.registry == this.registry;
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	public String toString() {
		return "Namespace " + this.name;
	}

}
