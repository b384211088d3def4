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

import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.util.Assert;

/**
 * {@link SocketIOOperations} on a {@link SocketIOServer}.
 *
 * @since 0.1.0
 */
public class SocketIOTemplate implements SocketIOOperations {

	private final SocketIOServer server;

	private final String namespace;

	private final AfterCommit afterCommit;

	/**
	 * Send to the sockets of a server's namespace {@code /}.
	 * @param server the server that sends the messages
	 */
	public SocketIOTemplate(SocketIOServer server) {
		this(server, AfterCommit.AT_ONCE);
	}

	/**
	 * Send to the sockets of a server's namespace {@code /}.
	 * @param server the server that sends the messages
	 * @param afterCommit sends messages after the commit of a transaction
	 */
	public SocketIOTemplate(SocketIOServer server, AfterCommit afterCommit) {
		this(server, "/", afterCommit);
	}

	private SocketIOTemplate(SocketIOServer server, String namespace, AfterCommit afterCommit) {
		Assert.notNull(server, "'server' must not be null");
		Assert.notNull(namespace, "'namespace' must not be null");
		Assert.notNull(afterCommit, "'afterCommit' must not be null");
		this.server = server;
		this.namespace = namespace;
		this.afterCommit = afterCommit;
	}

	@Override
	public SocketIOOperations of(String namespace) {
		return new SocketIOTemplate(this.server, namespace, this.afterCommit);
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		namespace().serverSideEmit(event, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return namespace().serverSideEmitWithAck(event, type, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type,
			@Nullable Object... arguments) {
		return namespace().serverSideEmitWithAck(timeout, event, type, arguments);
	}

	private Namespace namespace() {
		return this.server.of(this.namespace);
	}

	@Override
	public void disconnectUser(String name) {
		this.server.disconnectUser(name);
	}

	@Override
	public AfterCommit afterCommit() {
		return this.afterCommit;
	}

	@Override
	public BroadcastOperator all() {
		return namespace().all();
	}

}
