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
import tools.jackson.databind.json.JsonMapper;

/**
 * A socket somewhere, reached by the room that is named after it.
 */
final class DefaultRemoteSocket implements RemoteSocket {

	private final SocketDetails details;

	private final Handshake handshake;

	private final BroadcastOperator room;

	DefaultRemoteSocket(SocketDetails details, BroadcastTarget target, JsonMapper mapper) {
		this(details, new DefaultHandshake(details.handshake(), Context.empty(), mapper),
				new DefaultBroadcastOperator(target, BroadcastOptions.room(details.id())));
	}

	private DefaultRemoteSocket(SocketDetails details, Handshake handshake, BroadcastOperator room) {
		this.details = details;
		this.handshake = handshake;
		this.room = room;
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
		return this.room.emitWithAck(event, type, arguments).singleOrEmpty();
	}

	@Override
	public RemoteSocket timeout(Duration timeout) {
		return new DefaultRemoteSocket(this.details, this.handshake, this.room.timeout(timeout));
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
