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
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.SocketDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.util.Assert;

/**
 * A socket somewhere, reached by the room that is named after it.
 */
final class DefaultRemoteSocket implements RemoteSocket {

	private final SocketDetails details;

	private final Handshake handshake;

	private final DefaultNamespace namespace;

	private final BroadcastOperator room;

	private final @Nullable Duration timeout;

	DefaultRemoteSocket(SocketDetails details, DefaultNamespace namespace) {
		this(details, new DefaultHandshake(details.handshake(), Context.empty(), namespace.context().mapper()),
				namespace, null);
	}

	private DefaultRemoteSocket(SocketDetails details, Handshake handshake, DefaultNamespace namespace,
			@Nullable Duration timeout) {
		this.details = details;
		this.handshake = handshake;
		this.namespace = namespace;
		this.room = new DefaultBroadcastOperator(namespace, BroadcastOptions.room(details.id()));
		this.timeout = timeout;
	}

	@Override
	public String id() {
		return this.details.id();
	}

	@Override
	public Handshake handshake() {
		return this.handshake;
	}

	@Override
	public Set<String> rooms() {
		return this.details.rooms();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.details.attributes();
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		this.room.emit(event, arguments);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return this.namespace.askSocket(id(), this.timeout, event, type, arguments);
	}

	@Override
	public RemoteSocket timeout(Duration timeout) {
		Assert.isTrue(timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		return new DefaultRemoteSocket(this.details, this.handshake, this.namespace, timeout);
	}

	@Override
	public Mono<Void> join(String... rooms) {
		return this.room.socketsJoin(rooms);
	}

	@Override
	public Mono<Void> leave(String... rooms) {
		return this.room.socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnect(boolean close) {
		return this.room.disconnectSockets(close);
	}

}
