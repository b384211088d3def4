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
import java.util.Set;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.ServerSideEmitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A handle to the namespace that currently has a name. Set-up creates the namespace;
 * sending and querying use an existing one, or that of other nodes. If there is none,
 * they have no effect.
 */
final class NamespaceHandle extends AbstractNamespace {

	private final NamespaceRegistry registry;

	NamespaceHandle(String name, NamespaceRegistry registry) {
		super(name);
		this.registry = registry;
	}

	@Override
	void setUp(Consumer<NamespaceSetup> change) {
		this.registry.setUp(name()).setUp(change);
	}

	@Override
	public Map<String, String> variables() {
		DefaultNamespace namespace = this.registry.get(name());
		return (namespace != null) ? namespace.variables() : Map.of();
	}

	@Override
	public Collection<SocketIOSocket> sockets() {
		DefaultNamespace namespace = this.registry.get(name());
		return (namespace != null) ? namespace.sockets() : List.of();
	}

	@Override
	public @Nullable SocketIOSocket socket(String id) {
		DefaultNamespace namespace = this.registry.get(name());
		return (namespace != null) ? namespace.socket(id) : null;
	}

	@Override
	public Set<String> rooms() {
		DefaultNamespace namespace = this.registry.get(name());
		return (namespace != null) ? namespace.rooms() : Set.of();
	}

	@Override
	public int roomSize(String room) {
		DefaultNamespace namespace = this.registry.get(name());
		return (namespace != null) ? namespace.roomSize(room) : 0;
	}

	@Override
	public Adapter adapter() {
		DefaultNamespace namespace = this.registry.get(name());
		if (namespace == null) {
			throw new IllegalStateException("There is no namespace '" + name() + "', and so no adapter");
		}
		return namespace.adapter();
	}

	private @Nullable NamespaceTarget receiver(BroadcastOptions options) {
		return this.registry.receiver(name(), options.local());
	}

	private @Nullable NamespaceTarget receiver() {
		return this.registry.receiver(name(), false);
	}

	@Override
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		NamespaceTarget receiver = receiver(options);
		if (receiver != null) {
			receiver.broadcast(options, event, arguments);
		}
	}

	@Override
	public <T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		ReservedEvents.check(event);
		return Flux.defer(() -> {
			NamespaceTarget receiver = receiver(options);
			return (receiver != null) ? receiver.broadcastWithAck(options, timeout, event, type, arguments)
					: Flux.empty();
		});
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
		return Flux.defer(() -> {
			NamespaceTarget receiver = receiver(options);
			return (receiver != null) ? receiver.fetchSockets(options, timeout) : Flux.empty();
		});
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes() {
		return rooms(null);
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes(Duration timeout) {
		return rooms(timeout);
	}

	private Mono<Set<String>> rooms(@Nullable Duration timeout) {
		return Mono.defer(() -> {
			NamespaceTarget receiver = receiver();
			return (receiver != null) ? receiver.roomsOfAllNodes(timeout) : Mono.just(Set.of());
		});
	}

	@Override
	public Mono<Integer> nodeCount() {
		return Mono.defer(() -> {
			NamespaceTarget receiver = receiver();
			return (receiver != null) ? receiver.nodeCount() : Mono.just(0);
		});
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		NamespaceTarget receiver = receiver(options);
		return (receiver != null) ? receiver.joinAll(options, rooms) : Mono.empty();
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		NamespaceTarget receiver = receiver(options);
		return (receiver != null) ? receiver.leaveAll(options, rooms) : Mono.empty();
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		NamespaceTarget receiver = receiver(options);
		return (receiver != null) ? receiver.disconnectAll(options, close) : Mono.empty();
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		ServerSideEmitter.check(event);
		NamespaceTarget receiver = receiver();
		if (receiver != null) {
			receiver.serverSideEmit(event, arguments);
		}
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		ServerSideEmitter.check(event, type);
		return askServers(null, event, type, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type,
			@Nullable Object... arguments) {
		ServerSideEmitter.check(timeout, event, type);
		return askServers(timeout, event, type, arguments);
	}

	private <T> Flux<T> askServers(@Nullable Duration timeout, String event, Class<T> type,
			@Nullable Object[] arguments) {
		return Flux.defer(() -> {
			NamespaceTarget receiver = receiver();
			return (receiver != null) ? receiver.askServers(timeout, event, type, arguments) : Flux.empty();
		});
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof NamespaceHandle handle && handle.name().equals(name())
				&& handle.registry == this.registry;
	}

	@Override
	public int hashCode() {
		return name().hashCode();
	}

	@Override
	public String toString() {
		return "Namespace " + name();
	}

}
