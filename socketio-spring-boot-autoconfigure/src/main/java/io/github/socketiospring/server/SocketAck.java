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

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import tools.jackson.databind.JavaType;

/**
 * The acknowledgement of an event that was sent to one socket.
 *
 * @param <T> the type of the answer
 */
final class SocketAck<T> implements PendingAck {

	private final DefaultSocket socket;

	private final String event;

	private final JavaType type;

	private final MonoSink<T> sink;

	private SocketAck(DefaultSocket socket, String event, JavaType type, MonoSink<T> sink) {
		this.socket = socket;
		this.event = event;
		this.type = type;
		this.sink = sink;
	}

	static <T> Mono<T> emit(DefaultSocket socket, EmitOptions options, ServerContext context, String event,
			JavaType type, @Nullable Object[] arguments) {
		return Mono.create((sink) -> {
			SocketAck<T> ack = new SocketAck<>(socket, event, type, sink);
			long id = socket.expectAck(ack);
			Disposable expiry = context.timer()
				.schedule(ack::expired, options.ackTimeout().toMillis(), TimeUnit.MILLISECONDS);
			sink.onDispose(() -> {
				expiry.dispose();
				socket.acks().forget(id);
			});
			socket.emit(Packet.event(socket.namespace().name(), id, event, arguments), options);
		});
	}

	private void expired() {
		this.sink.error(new AckTimeoutException(this.event, Set.of(this.socket.id())));
	}

	@Override
	@SuppressWarnings("unchecked")
	public void answered(ArgumentReader arguments) {
		T answer = null;
		try {
			answer = arguments.hasNext() ? (T) arguments.next(this.type) : null;
			arguments.finish();
		}
		catch (PacketFormatException ex) {
			this.sink.error(ex);
			throw ex;
		}
		catch (RuntimeException ex) {
			// A well-formed answer, though not one that was hoped for.
			this.sink.error(ex);
			return;
		}
		this.sink.success(answer);
	}

	@Override
	public void lost(DisconnectReason reason) {
		this.sink.error(new AckDisconnectedException(this.event, reason));
	}

}
