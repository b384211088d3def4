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

import java.time.Duration;

import io.github.socketiospring.server.SocketEmitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * Sends to one socket with modifiers.
 *
 * @since 0.1.0
 */
public final class DefaultSocketEmitter implements SocketEmitter {

	private final SocketSender sender;

	private final EmitOptions options;

	/**
	 * Create an emitter without modifiers.
	 * @param sender sends to the socket
	 */
	public DefaultSocketEmitter(SocketSender sender) {
		this(sender, sender.defaults());
	}

	private DefaultSocketEmitter(SocketSender sender, EmitOptions options) {
		this.sender = sender;
		this.options = options;
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		this.sender.emit(event, arguments, this.options);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return this.sender.ask(event, arguments, this.options, type);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return this.sender.ask(event, arguments, this.options, type.getType());
	}

	@Override
	public SocketEmitter asVolatile() {
		return new DefaultSocketEmitter(this.sender, this.options.withDroppable());
	}

	@Override
	public SocketEmitter compress(boolean compress) {
		return new DefaultSocketEmitter(this.sender, this.options.withCompressed(compress));
	}

	@Override
	public SocketEmitter timeout(Duration timeout) {
		Assert.isTrue(timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		return new DefaultSocketEmitter(this.sender, this.options.withAckTimeout(timeout));
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
				Mono<Object> answered = DefaultSocketEmitter.this.sender.ask(event, arguments,
						DefaultSocketEmitter.this.options, answer.type());
				return answer.adapt(answered.flux());
			}

		});
	}

}
