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

package io.github.socketiospring.engineio.transport.polling;

import java.util.concurrent.Executor;

import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.CollectedBytes;
import io.github.socketiospring.engineio.transport.ReadingPace;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.Violation;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The requests by which a polling client sends. The body of a {@code POST} is read,
 * handed to the session, and answered when the session has processed it. Only one may be
 * open at a time. Thread-safe; other code is called without the lock.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#http-long-polling">HTTP
 * long-polling</a>
 */
final class PostRequests {

	private final Transport transport;

	private final TransportListener session;

	private final int maxPayload;

	private final PollingFormat format;

	private @Nullable PostedBody open;

	private @Nullable PostedBody withheldAnswer;

	/** Whether a second POST arrived while one was read: no more are accepted. */
	private boolean overlapped;

	private final ReadingPace pace = new ReadingPace();

	private boolean readingSuspended;

	private boolean ended;

	/**
	 * Create an object without requests.
	 * @param transport the transport that receives by these requests
	 * @param session the session of the transport
	 * @param maxPayload the largest body a client may send, in bytes
	 * @param format the format of the bodies
	 */
	PostRequests(Transport transport, TransportListener session, int maxPayload, PollingFormat format) {
		this.transport = transport;
		this.session = session;
		this.maxPayload = maxPayload;
		this.format = format;
	}

	/**
	 * Handle a request.
	 * @param body the body, released here
	 * @param binary whether its type is {@code application/octet-stream}
	 * @param answering runs the answer
	 * @param readingThread the thread that reads the body
	 * @return completes when the packets were processed and more may follow; fails with
	 * {@link OverlappingRequestException} or {@link PayloadTooLargeException}
	 */
	Mono<Void> handle(Flux<DataBuffer> body, boolean binary, Executor answering, ReadingThread readingThread) {
		return Mono.create((sink) -> {
			PostedBody posted = new PostedBody(sink, binary, answering, readingThread);
			PostedBody other;
			boolean refused;
			synchronized (this) {
				if (this.ended) {
					sink.error(new OverlappingRequestException());
					return;
				}
				other = this.open;
				this.overlapped |= other != null;
				refused = this.overlapped;
				if (!refused) {
					this.open = posted;
				}
			}
			if (refused) {
				this.session.onViolation(this.transport, Violation.PROTOCOL,
						"a second POST arrived while one was read");
				if (other != null) {
					other.cut();
				}
				sink.error(new OverlappingRequestException());
				return;
			}
			sink.onCancel(posted::abandoned);
			body.onErrorResume((error) -> {
				posted.broken(error);
				return Flux.empty();
			}).subscribe(posted);
		});
	}

	synchronized boolean isEmpty() {
		return this.open == null;
	}

	/**
	 * Answer the {@code POST} unless more must wait.
	 * @param posted the body that was processed
	 */
	private void processed(PostedBody posted) {
		synchronized (this) {
			if (this.readingSuspended && !this.ended) {
				this.withheldAnswer = posted;
				return;
			}
		}
		answer(posted);
	}

	private void answer(PostedBody posted) {
		synchronized (this) {
			if (this.open == posted) {
				this.open = null;
			}
		}
		posted.answering.execute(posted.answer::success);
	}

	/**
	 * Withhold answers, so that the client sends no more, or send the withheld answer.
	 * @param suspended whether to withhold
	 */
	void suspendReading(boolean suspended) {
		PostedBody posted;
		synchronized (this) {
			this.readingSuspended = suspended;
			if (suspended) {
				return;
			}
			posted = this.withheldAnswer;
			this.withheldAnswer = null;
		}
		if (posted != null) {
			answer(posted);
		}
	}

	void weigh(int packets) {
		PostedBody posted;
		synchronized (this) {
			posted = this.open;
		}
		if (posted != null) {
			posted.turn.weigh(packets);
		}
	}

	/**
	 * Stop withholding answers, and cut a request that is still being read, so that no
	 * code waits for the rest of a slow body.
	 */
	void end() {
		PostedBody unread;
		synchronized (this) {
			this.ended = true;
			unread = (this.open != null && !this.open.complete) ? this.open : null;
		}
		if (unread != null) {
			unread.cut();
		}
	}

	/**
	 * The body of a request that is being read.
	 */
	private final class PostedBody extends BaseSubscriber<DataBuffer> {

		private final MonoSink<Void> answer;

		private final boolean binary;

		private final Executor answering;

		private final ReadingTurn turn;

		private final CollectedBytes body = new CollectedBytes(PostRequests.this.maxPayload,
				PostRequests.this.session.memory(), MemoryKind.BODIES);

		/** Whether all of it was read; guarded by the lock. */
		private boolean complete;

		PostedBody(MonoSink<Void> answer, boolean binary, Executor answering, ReadingThread readingThread) {
			this.answer = answer;
			this.binary = binary;
			this.answering = answering;
			this.turn = new ReadingTurn(readingThread, PostRequests.this.pace);
		}

		@Override
		protected void hookOnNext(DataBuffer part) {
			boolean fits;
			try {
				fits = this.body.add(part.readableByteCount(),
						(target, offset) -> part.read(target, offset, part.readableByteCount()));
			}
			catch (Throwable ex) {
				lost(ex);
				return;
			}
			finally {
				DataBufferUtils.release(part);
			}
			if (!fits) {
				cancel();
				forget();
				this.answer.error(new PayloadTooLargeException(PostRequests.this.maxPayload));
			}
		}

		@Override
		protected void hookOnComplete() {
			synchronized (PostRequests.this) {
				this.complete = true;
			}
			PayloadCodec.Payload payload;
			try {
				payload = PostRequests.this.format.decode(this.body.take(), this.binary);
			}
			catch (Throwable ex) {
				lost(ex);
				return;
			}
			PostRequests.this.session.onPayload(PostRequests.this.transport, payload, this.turn, this::delivered);
		}

		/**
		 * There is no memory for the body. Reactor would rethrow such an error, and the
		 * request would not be answered.
		 * @param error why the body cannot be kept
		 */
		private void lost(Throwable error) {
			cancel();
			forget();
			this.body.release();
			PostRequests.this.session.onError(PostRequests.this.transport, "a POST could not be kept: " + error);
			this.answer.error(new IllegalStateException("The body of a POST could not be kept", error));
		}

		private void delivered() {
			this.body.release();
			processed(this);
		}

		/**
		 * The connection was lost. That is not an error of the application, and since no
		 * client reads the answer, its content does not matter.
		 * @param error why the rest does not arrive
		 */
		void broken(Throwable error) {
			cancel();
			forget();
			PostRequests.this.session.onError(PostRequests.this.transport, "a POST could not be read: " + error);
			this.answer.success();
		}

		/**
		 * The client has left.
		 */
		void abandoned() {
			cancel();
			forget();
			PostRequests.this.session.onError(PostRequests.this.transport, "the client abandoned a POST");
		}

		/**
		 * Another body arrived in the meantime.
		 */
		void cut() {
			cancel();
			forget();
			this.answer.error(new OverlappingRequestException());
		}

		private void forget() {
			boolean unread;
			synchronized (PostRequests.this) {
				unread = !this.complete;
				if (PostRequests.this.open == this) {
					PostRequests.this.open = null;
				}
			}
			if (unread) {
				this.body.release();
			}
		}

	}

}
