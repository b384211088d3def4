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

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.RemoteSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * Keeps the chosen sockets and modifiers, and delegates to its target.
 *
 * @since 0.1.0
 */
public final class DefaultBroadcastOperator implements BroadcastOperator {

	private final BroadcastTarget target;

	private final BroadcastOptions options;

	private final @Nullable Duration timeout;

	/**
	 * Create an operator.
	 * @param target the namespace or namespaces to send to
	 * @param options which sockets are chosen
	 */
	public DefaultBroadcastOperator(BroadcastTarget target, BroadcastOptions options) {
		this(target, options, null);
	}

	private DefaultBroadcastOperator(BroadcastTarget target, BroadcastOptions options, @Nullable Duration timeout) {
		this.target = target;
		this.options = options;
		this.timeout = timeout;
	}

	private BroadcastOperator with(BroadcastOptions options) {
		return new DefaultBroadcastOperator(this.target, options, this.timeout);
	}

	@Override
	public BroadcastOperator to(Collection<String> rooms) {
		RoomNames.check(rooms);
		return with(this.options.withRooms(rooms));
	}

	@Override
	public BroadcastOperator toUser(Collection<String> names) {
		return with(this.options.withRooms(names.stream().map(RoomNames::ofUser).toList()));
	}

	@Override
	public BroadcastOperator except(Collection<String> rooms) {
		RoomNames.check(rooms);
		return with(this.options.withExcept(rooms));
	}

	@Override
	public BroadcastOperator local() {
		return with(this.options.withLocal());
	}

	@Override
	public BroadcastOperator asVolatile() {
		return with(this.options.withDroppable());
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return with(this.options.withCompressed(compress));
	}

	@Override
	public BroadcastOperator timeout(Duration timeout) {
		Assert.isTrue(timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		return new DefaultBroadcastOperator(this.target, this.options, timeout);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		this.target.broadcast(this.options, event, arguments);
	}

	@Override
	public <T> Flux<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return ask(event, type, arguments);
	}

	@Override
	public <T> Flux<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return ask(event, type.getType(), arguments);
	}

	private <T> Flux<T> ask(String event, Type type, @Nullable Object[] arguments) {
		ReceivedValues.check(type);
		return this.target.broadcastWithAck(this.options, this.timeout, event, type, arguments);
	}

	@Override
	public <T> T as(Class<T> type) {
		return TypedEmitters.create(type, new TypedEmitters.Sender() {

			@Override
			public void emit(String event, @Nullable Object[] arguments) {
				DefaultBroadcastOperator.this.emit(event, arguments);
			}

			@Override
			public Object emitWithAck(String event, TypedEmitters.Answer answer, @Nullable Object[] arguments) {
				if (answer.isList()) {
					return answers(event, answer.ofElement(), arguments).collectList();
				}
				return answer.adapt(answers(event, answer, arguments));
			}

		});
	}

	private Flux<Object> answers(String event, TypedEmitters.Answer answer, @Nullable Object[] arguments) {
		return this.target.broadcastWithAck(this.options, this.timeout, event, answer.type(), arguments);
	}

	@Override
	public Flux<RemoteSocket> fetchSockets() {
		return this.target.fetchSockets(this.options, this.timeout);
	}

	@Override
	public Mono<Void> socketsJoin(Collection<String> rooms) {
		RoomNames.check(rooms);
		return this.target.joinAll(this.options, rooms);
	}

	@Override
	public Mono<Void> socketsLeave(Collection<String> rooms) {
		RoomNames.check(rooms);
		return this.target.leaveAll(this.options, rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return this.target.disconnectAll(this.options, close);
	}

}
