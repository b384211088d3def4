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

package io.github.socketiospring.server.support.outbound;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketEmitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * A socket of any node, addressed by its id and not by the room of that name, which other
 * sockets may have joined.
 *
 * @since 0.1.0
 */
public final class DefaultRemoteSocket implements RemoteSocket {

	private final SocketDetails details;

	private final Handshake handshake;

	private final RemoteSockets sockets;

	private final BroadcastOptions options;

	private final @Nullable Duration timeout;

	/**
	 * Create a view of a socket.
	 * @param details the socket as its node describes it
	 * @param handshake the socket's handshake
	 * @param sockets sends to the socket
	 */
	public DefaultRemoteSocket(SocketDetails details, Handshake handshake, RemoteSockets sockets) {
		this(details, handshake, sockets, BroadcastOptions.socket(details.id()), null);
	}

	private DefaultRemoteSocket(SocketDetails details, Handshake handshake, RemoteSockets sockets,
			BroadcastOptions options, @Nullable Duration timeout) {
		this.details = details;
		this.handshake = handshake;
		this.sockets = sockets;
		this.options = options;
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
		this.sockets.broadcast(this.options, event, arguments);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return ask(event, type, arguments);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return ask(event, type.getType(), arguments);
	}

	private <T> Mono<T> ask(String event, Type type, @Nullable Object[] arguments) {
		return this.sockets.ask(id(), this.timeout, event, type, arguments);
	}

	@Override
	public SocketEmitter asVolatile() {
		return with(this.options.withDroppable());
	}

	@Override
	public SocketEmitter compress(boolean compress) {
		return with(this.options.withCompressed(compress));
	}

	private SocketEmitter with(BroadcastOptions options) {
		return new DefaultRemoteSocket(this.details, this.handshake, this.sockets, options, this.timeout);
	}

	@Override
	public RemoteSocket timeout(Duration timeout) {
		Assert.isTrue(timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		return new DefaultRemoteSocket(this.details, this.handshake, this.sockets, this.options, timeout);
	}

	@Override
	public <T> T as(Class<T> type) {
		return TypedEmitters.create(type, new TypedEmitters.Sender() {

			@Override
			public void emit(String event, @Nullable Object[] arguments) {
				DefaultRemoteSocket.this.emit(event, arguments);
			}

			@Override
			public Object emitWithAck(String event, TypedEmitters.Answer answer, @Nullable Object[] arguments) {
				Mono<Object> answered = ask(event, answer.type(), arguments);
				return answer.adapt(answered.flux());
			}

		});
	}

	@Override
	public Mono<Void> join(Collection<String> rooms) {
		RoomNames.check(rooms);
		return this.sockets.joinAll(this.options, rooms);
	}

	@Override
	public Mono<Void> leave(Collection<String> rooms) {
		RoomNames.check(rooms);
		return this.sockets.leaveAll(this.options, rooms);
	}

	@Override
	public Mono<Void> disconnect(boolean close) {
		return this.sockets.disconnectAll(this.options, close);
	}

}
