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

package io.github.socketiospring.core;

import java.time.Duration;
import java.util.Collection;

import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * {@link SocketIOOperations} on a {@link SocketIOServer}.
 *
 * @since 0.1.0
 */
public class SocketIOTemplate implements SocketIOOperations {

	private final SocketIOServer server;

	private final String namespace;

	/**
	 * Send to the sockets of a server's namespace {@code /}.
	 * @param server the server
	 */
	public SocketIOTemplate(SocketIOServer server) {
		this(server, "/");
	}

	private SocketIOTemplate(SocketIOServer server, String namespace) {
		Assert.notNull(server, "'server' must not be null");
		Assert.notNull(namespace, "'namespace' must not be null");
		this.server = server;
		this.namespace = namespace;
	}

	private Namespace namespace() {
		return this.server.of(this.namespace);
	}

	@Override
	public SocketIOOperations of(String namespace) {
		return new SocketIOTemplate(this.server, namespace);
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return namespace().to(rooms);
	}

	@Override
	public BroadcastOperator to(Collection<String> rooms) {
		return namespace().to(rooms);
	}

	@Override
	public BroadcastOperator toUser(String... names) {
		return namespace().toUser(names);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return namespace().except(rooms);
	}

	@Override
	public BroadcastOperator except(Collection<String> rooms) {
		return namespace().except(rooms);
	}

	@Override
	public BroadcastOperator local() {
		return namespace().local();
	}

	@Override
	public BroadcastOperator asVolatile() {
		return namespace().asVolatile();
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return namespace().compress(compress);
	}

	@Override
	public BroadcastOperator timeout(Duration timeout) {
		return namespace().timeout(timeout);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		namespace().emit(event, arguments);
	}

	@Override
	public <T> Flux<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return namespace().emitWithAck(event, type, arguments);
	}

	@Override
	public <T> Flux<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return namespace().emitWithAck(event, type, arguments);
	}

	@Override
	public <T> T as(Class<T> type) {
		return namespace().as(type);
	}

	@Override
	public Flux<RemoteSocket> fetchSockets() {
		return namespace().fetchSockets();
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		return namespace().socketsJoin(rooms);
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return namespace().socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return namespace().disconnectSockets(close);
	}

}
