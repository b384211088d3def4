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

import java.lang.reflect.Type;
import java.time.Duration;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * Sends to one socket as it was told to.
 */
final class DefaultSocketEmitter implements SocketEmitter {

	private final DefaultSocket socket;

	private final ServerContext context;

	private final EmitOptions options;

	DefaultSocketEmitter(DefaultSocket socket, ServerContext context) {
		this(socket, context, new EmitOptions(false, true, context.options().ackTimeout()));
	}

	private DefaultSocketEmitter(DefaultSocket socket, ServerContext context, EmitOptions options) {
		this.socket = socket;
		this.context = context;
		this.options = options;
	}

	private SocketEmitter with(EmitOptions options) {
		return new DefaultSocketEmitter(this.socket, this.context, options);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		ReservedEvents.check(event);
		this.socket.emit(Packet.event(this.socket.namespace().name(), event, arguments), this.options);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return emitWithAck(event, (Type) type, arguments);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return emitWithAck(event, type.getType(), arguments);
	}

	private <T> Mono<T> emitWithAck(String event, Type type, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		return SocketAck.emit(this.socket, this.options, this.context, event, this.context.mapper().constructType(type),
				arguments);
	}

	@Override
	public SocketEmitter asVolatile() {
		return with(this.options.withDroppable());
	}

	@Override
	public SocketEmitter compress(boolean compress) {
		return with(this.options.withCompressed(compress));
	}

	@Override
	public SocketEmitter timeout(Duration timeout) {
		Assert.isTrue(timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		return with(this.options.withAckTimeout(timeout));
	}

	@Override
	public <T> T as(Class<T> type) {
		return TypedEmitters.create(type, new TypedEmitters.Sender() {

			@Override
			public void emit(String event, @Nullable Object[] arguments) {
				DefaultSocketEmitter.this.emit(event, arguments);
			}

			@Override
			public Object emitWithAck(String event, TypedEmitters.Answer answer, @Nullable Object[] arguments) {
				Mono<Object> answered = DefaultSocketEmitter.this.emitWithAck(event, answer.type(), arguments);
				return answer.adapt(answered.flux());
			}

		});
	}

}
