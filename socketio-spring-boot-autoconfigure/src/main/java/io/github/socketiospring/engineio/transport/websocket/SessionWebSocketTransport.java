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

package io.github.socketiospring.engineio.transport.websocket;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.Violation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * WebSocket on WebFlux's own session, for servers other than Reactor Netty.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#websocket">Engine.IO
 * protocol, WebSocket</a>
 */
final class SessionWebSocketTransport implements Transport {

	/** How servers close when a frame violates the protocol, before this sees it. */
	private static final Map<Integer, Violation> SERVER_REFUSALS = Map.of(CloseStatus.PROTOCOL_ERROR.getCode(),
			Violation.PROTOCOL, CloseStatus.BAD_DATA.getCode(), Violation.NOT_UTF8,
			CloseStatus.TOO_BIG_TO_PROCESS.getCode(), Violation.TOO_LARGE);

	private final WebSocketSession webSocket;

	private final TransportListener session;

	private final WebSocketFormat format;

	private final MessageAssembler assembler;

	private final AtomicInteger writes = new AtomicInteger();

	private final AtomicBoolean owesRequest = new AtomicBoolean();

	private volatile @Nullable FluxSink<WebSocketMessage> outbound;

	private volatile @Nullable Inbound inbound;

	private volatile CloseStatus closeStatus = CloseStatus.NORMAL;

	private volatile boolean readingSuspended;

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Sinks.Empty<Void> end = Sinks.empty();

	SessionWebSocketTransport(WebSocketSession webSocket, TransportListener session, int maxPayload,
			WebSocketFormat format) {
		this.webSocket = webSocket;
		this.session = session;
		this.format = format;
		this.assembler = new MessageAssembler(maxPayload, format, session.memory());
	}

	/**
	 * Run the WebSocket until it is closed.
	 * @return completes when it is closed
	 */
	Mono<Void> run() {
		Flux<WebSocketMessage> messages = Flux.create((sink) -> {
			this.outbound = sink;
			sink.onRequest((n) -> write());
			if (this.ended.get()) {
				sink.complete();
			}
		});
		Mono<Void> sent = this.webSocket.send(messages)
			.onErrorResume((ex) -> readToTheEnd())
			.then(Mono.defer(() -> this.webSocket.close(this.closeStatus)));
		Mono<Void> received = Mono.create((sink) -> {
			Inbound subscriber = new Inbound(sink);
			this.inbound = subscriber;
			this.webSocket.receive().subscribe(subscriber);
		});
		return Mono.when(received, sent);
	}

	/**
	 * Read from a connection whose write failed, since that shows how it ended. Closing
	 * it first would replace the server's close status.
	 * @return completes when the end is known
	 */
	private Mono<Void> readToTheEnd() {
		suspendReading(false);
		return this.end.asMono();
	}

	@Override
	public TransportType type() {
		return TransportType.WEBSOCKET;
	}

	@Override
	public boolean isWritable() {
		FluxSink<WebSocketMessage> sink = this.outbound;
		return sink != null && !this.ended.get() && sink.requestedFromDownstream() > 0;
	}

	@Override
	public void requestWrite() {
		write();
	}

	@Override
	public boolean writeNow() {
		return write();
	}

	/**
	 * Write waiting packets, unless another thread is writing, which then writes them.
	 * @return whether this thread has written
	 */
	private boolean write() {
		FluxSink<WebSocketMessage> sink = this.outbound;
		if (sink == null || this.writes.getAndIncrement() != 0) {
			return false;
		}
		int missed = 1;
		while (missed != 0) {
			while (sink.requestedFromDownstream() > 0 && !this.ended.get()) {
				EnginePacket packet = this.session.nextPacket(this);
				if (packet == null) {
					break;
				}
				sink.next(message(packet));
			}
			missed = this.writes.addAndGet(-missed);
		}
		if (sink.requestedFromDownstream() == 0) {
			this.session.onBlocked(this);
		}
		return true;
	}

	private WebSocketMessage message(EnginePacket packet) {
		byte[] message = this.format.encode(packet);
		DataBuffer payload = this.webSocket.bufferFactory().wrap(message);
		return new WebSocketMessage(
				this.format.isText(packet) ? WebSocketMessage.Type.TEXT : WebSocketMessage.Type.BINARY, payload);
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.readingSuspended = suspended;
		Inbound subscriber = this.inbound;
		if (!suspended && subscriber != null && this.owesRequest.compareAndSet(true, false)) {
			subscriber.request(1);
		}
	}

	@Override
	public void close() {
		if (end(CloseStatus.NORMAL)) {
			this.session.onClose(this);
		}
	}

	@Override
	public void terminate(Farewell farewell) {
		end(CloseStatus.NORMAL);
	}

	private boolean end(CloseStatus status) {
		if (!this.ended.compareAndSet(false, true)) {
			return false;
		}
		this.closeStatus = status;
		this.end.tryEmitEmpty();
		FluxSink<WebSocketMessage> sink = this.outbound;
		if (sink != null) {
			sink.complete();
		}
		suspendReading(false);
		return true;
	}

	/**
	 * Reads one message at a time, and none while reading is suspended.
	 */
	private final class Inbound extends BaseSubscriber<WebSocketMessage> {

		private final MonoSink<Void> done;

		Inbound(MonoSink<Void> done) {
			this.done = done;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(1);
		}

		@Override
		protected void hookOnNext(WebSocketMessage message) {
			try {
				read(message);
			}
			catch (MessageException ex) {
				refuse(ex);
			}
			SessionWebSocketTransport.this.owesRequest.set(true);
			if (!SessionWebSocketTransport.this.readingSuspended
					&& SessionWebSocketTransport.this.owesRequest.compareAndSet(true, false)) {
				request(1);
			}
		}

		private void read(WebSocketMessage message) {
			boolean binary = message.getType() == WebSocketMessage.Type.BINARY;
			if (SessionWebSocketTransport.this.ended.get()
					|| !(binary || message.getType() == WebSocketMessage.Type.TEXT)) {
				return;
			}
			byte[] bytes = new byte[message.getPayload().readableByteCount()];
			message.getPayload().read(bytes);
			EnginePacket packet = SessionWebSocketTransport.this.assembler.begin(bytes, binary, true);
			if (packet != null) {
				SessionWebSocketTransport.this.session.onPacket(SessionWebSocketTransport.this, packet);
			}
		}

		private void refuse(MessageException problem) {
			if (problem.kind() == MessageException.Kind.NO_PACKET) {
				SessionWebSocketTransport.this.session.onMalformed(SessionWebSocketTransport.this);
			}
			else if (end(new CloseStatus(problem.kind().closeStatus()))) {
				SessionWebSocketTransport.this.session.onViolation(SessionWebSocketTransport.this,
						problem.kind().violation(), String.valueOf(problem.getMessage()));
			}
		}

		@Override
		protected void hookOnComplete() {
			SessionWebSocketTransport.this.webSocket.closeStatus()
				.defaultIfEmpty(CloseStatus.NO_STATUS_CODE)
				.subscribe(this::closed, (ex) -> closed(CloseStatus.NO_STATUS_CODE));
		}

		private void closed(CloseStatus status) {
			Violation violation = SERVER_REFUSALS.get(status.getCode());
			if (violation != null) {
				violated(violation, "the WebSocket was closed with status " + status.getCode());
			}
			else {
				close();
			}
			this.done.success();
		}

		@Override
		protected void hookOnError(Throwable error) {
			if (error instanceof IOException) {
				// On some servers the loss of the connection.
				close();
			}
			else {
				failed("the WebSocket failed: " + error);
			}
			this.done.success();
		}

		private void violated(Violation violation, String description) {
			if (end(CloseStatus.TOO_BIG_TO_PROCESS)) {
				SessionWebSocketTransport.this.session.onViolation(SessionWebSocketTransport.this, violation,
						description);
			}
		}

		private void failed(String description) {
			if (end(CloseStatus.TOO_BIG_TO_PROCESS)) {
				SessionWebSocketTransport.this.session.onError(SessionWebSocketTransport.this, description);
			}
		}

	}

}
