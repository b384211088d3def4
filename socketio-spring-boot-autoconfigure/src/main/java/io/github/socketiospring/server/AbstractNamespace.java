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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.BroadcastOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * What a namespace has in common with a pattern of namespaces: middleware, listeners,
 * handlers, and being a {@link BroadcastOperator} for all its sockets.
 */
abstract class AbstractNamespace implements Namespace, BroadcastTarget {

	private final List<ConnectMiddleware> middlewares = new CopyOnWriteArrayList<>();

	private final List<Consumer<SocketIOSocket>> connectionListeners = new CopyOnWriteArrayList<>();

	private final List<NamespaceHandler> handlers = new CopyOnWriteArrayList<>();

	private final Map<String, List<EventListener>> serverSideListeners = new ConcurrentHashMap<>();

	private final BroadcastOperator everybody = new DefaultBroadcastOperator(this, BroadcastOptions.ALL);

	/**
	 * Begin with what another one has.
	 * @param other the other one
	 */
	final void inherit(AbstractNamespace other) {
		this.middlewares.addAll(other.middlewares);
		this.connectionListeners.addAll(other.connectionListeners);
		this.handlers.addAll(other.handlers);
		other.serverSideListeners
			.forEach((event, listeners) -> this.serverSideListeners.put(event, new CopyOnWriteArrayList<>(listeners)));
	}

	@Override
	public Namespace use(ConnectMiddleware middleware) {
		Assert.notNull(middleware, "'middleware' must not be null");
		this.middlewares.add(middleware);
		return this;
	}

	@Override
	public Namespace onConnection(Consumer<SocketIOSocket> listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.connectionListeners.add(listener);
		return this;
	}

	@Override
	public Namespace handler(NamespaceHandler handler) {
		Assert.notNull(handler, "'handler' must not be null");
		this.handlers.add(handler);
		return this;
	}

	@Override
	public Namespace onServerSideEmit(String event, EventListener listener) {
		this.serverSideListeners.computeIfAbsent(event, (key) -> new CopyOnWriteArrayList<>()).add(listener);
		return this;
	}

	final List<EventListener> serverSideListeners(String event) {
		return this.serverSideListeners.getOrDefault(event, List.of());
	}

	final List<ConnectMiddleware> middlewares() {
		return this.middlewares;
	}

	final List<Consumer<SocketIOSocket>> connectionListeners() {
		return this.connectionListeners;
	}

	final List<NamespaceHandler> handlers() {
		return this.handlers;
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return this.everybody.to(rooms);
	}

	@Override
	public BroadcastOperator to(Collection<String> rooms) {
		return this.everybody.to(rooms);
	}

	@Override
	public BroadcastOperator toUser(String... names) {
		return this.everybody.toUser(names);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return this.everybody.except(rooms);
	}

	@Override
	public BroadcastOperator except(Collection<String> rooms) {
		return this.everybody.except(rooms);
	}

	@Override
	public BroadcastOperator local() {
		return this.everybody.local();
	}

	@Override
	public BroadcastOperator asVolatile() {
		return this.everybody.asVolatile();
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return this.everybody.compress(compress);
	}

	@Override
	public BroadcastOperator timeout(Duration timeout) {
		return this.everybody.timeout(timeout);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		this.everybody.emit(event, arguments);
	}

	@Override
	public <T> Flux<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return this.everybody.emitWithAck(event, type, arguments);
	}

	@Override
	public <T> Flux<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return this.everybody.emitWithAck(event, type, arguments);
	}

	@Override
	public <T> T as(Class<T> type) {
		return this.everybody.as(type);
	}

	@Override
	public Flux<RemoteSocket> fetchSockets() {
		return this.everybody.fetchSockets();
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		return this.everybody.socketsJoin(rooms);
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return this.everybody.socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return this.everybody.disconnectSockets(close);
	}

}
