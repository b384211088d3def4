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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.Violation;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * HTTP long-polling: outgoing packets wait for a {@code GET}, the client sends by {@code
 * POST}, and only one of each may be open at a time.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://socket.io/docs/v4/engine-io-protocol/#http-long-polling">Engine.IO protocol,
 * HTTP long-polling</a>
 */
public final class PollingTransport implements Transport {

	private static final List<EnginePacket> CLOSE = List.of(EnginePacket.CLOSE);

	private static final List<EnginePacket> NOOP = List.of(EnginePacket.NOOP);

	private static final List<EnginePacket> NOOP_AND_CLOSE = List.of(EnginePacket.NOOP, EnginePacket.CLOSE);

	/**
	 * The longest expected time between two polls of a client, including slow networks.
	 */
	private static final long LONGEST_GAP = TimeUnit.SECONDS.toNanos(2);

	private final TransportListener session;

	private final Scheduler clock;

	private final PollingFormat format;

	private final PostRequests posts;

	private final Object monitor = new Object();

	private final Sinks.One<Farewell> end = Sinks.one();

	private @Nullable HeldPoll poll;

	/** Whether an answer is being written, which the client has not read yet. */
	private boolean answering;

	private @Nullable UntakenAnswer untaken;

	/** The bytes that are charged for that answer. */
	private int answerCost;

	/** Whether a poll was abandoned, so that its answer must not be taken. */
	private boolean abandoned;

	/** When the client received its last answer, in nanoseconds. */
	private long lastAnswer;

	private boolean closing;

	private boolean ended;

	/**
	 * Create a transport.
	 * @param session the session it belongs to
	 * @param clock provides the time
	 * @param maxPayload the largest body a client may send, in bytes
	 * @param format the format of its bodies
	 */
	public PollingTransport(TransportListener session, Scheduler clock, int maxPayload, PollingFormat format) {
		this.session = session;
		this.clock = clock;
		this.lastAnswer = now();
		this.format = format;
		this.posts = new PostRequests(this, session, maxPayload, format);
	}

	@Override
	public TransportType type() {
		return TransportType.POLLING;
	}

	/**
	 * The format of the bodies.
	 * @return the format for this client
	 */
	public PollingFormat format() {
		return this.format;
	}

	/**
	 * Handle a {@code GET}, which is held until there are packets to send. Cancelling it
	 * means that the client has left.
	 * @param answering runs the answer
	 * @return the body; fails with {@link OverlappingRequestException} if a poll is
	 * already held
	 */
	public Mono<PollAnswer> poll(Executor answering) {
		return Mono.create((sink) -> {
			HeldPoll poll = new HeldPoll(sink, answering);
			boolean overlapping;
			boolean closeNow;
			synchronized (this.monitor) {
				if (this.ended) {
					answer(poll, CLOSE);
					return;
				}
				overlapping = this.poll != null;
				if (!overlapping) {
					this.poll = poll;
				}
				closeNow = this.closing;
			}
			if (overlapping) {
				this.session.onViolation(this, Violation.PROTOCOL, "a second poll arrived while one was held");
				sink.error(new OverlappingRequestException());
				return;
			}
			sink.onCancel(() -> abandoned(poll));
			write();
			if (closeNow) {
				finishClose(NOOP_AND_CLOSE);
			}
		});
	}

	/**
	 * The client has not read the whole answer to a poll. {@link #answered()} follows.
	 * @param left how many bytes it has not read yet; called from any thread
	 */
	public void untaken(LongSupplier left) {
		synchronized (this.monitor) {
			this.untaken = new UntakenAnswer(left, now());
		}
	}

	/**
	 * The answer to a poll was accepted by the client's connection, or never will be.
	 * Until then packets wait, and count towards the session's limits.
	 */
	public void answered() {
		synchronized (this.monitor) {
			this.answering = false;
			this.untaken = null;
			releaseAnswer();
			this.lastAnswer = now();
		}
		write();
	}

	/**
	 * The end of this transport.
	 * @return emits how the transport ended
	 */
	public Mono<Farewell> ended() {
		return this.end.asMono();
	}

	private void abandoned(HeldPoll poll) {
		synchronized (this.monitor) {
			if (this.poll == poll) {
				this.poll = null;
			}
			this.abandoned = true;
			releaseAnswer();
		}
		// Even if a body was being written to this poll: no other poll will receive it.
		this.session.onError(this, "the client abandoned a poll");
	}

	/**
	 * Handle a {@code POST}.
	 * @param body the body, released by this transport
	 * @param binary whether its type is {@code application/octet-stream}
	 * @param answering runs the answer
	 * @param readingThread the thread that reads the body
	 * @return completes when the packets were processed and more may follow; fails with
	 * {@link OverlappingRequestException} or {@link PayloadTooLargeException}
	 */
	public Mono<Void> post(Flux<DataBuffer> body, boolean binary, Executor answering, ReadingThread readingThread) {
		return this.posts.handle(body, binary, answering, readingThread);
	}

	/**
	 * End the transport, since the client sent an invalid request, or an answer did not
	 * reach it.
	 * @param description what happened, for the log
	 */
	public void refuse(String description) {
		this.session.onError(this, description);
	}

	@Override
	public boolean isWritable() {
		synchronized (this.monitor) {
			return this.poll != null && !this.answering;
		}
	}

	@Override
	public boolean isAbandoned() {
		if (!this.posts.isEmpty()) {
			return false;
		}
		synchronized (this.monitor) {
			return this.poll == null && !this.answering && now() - this.lastAnswer > LONGEST_GAP;
		}
	}

	@Override
	public boolean isTaking() {
		synchronized (this.monitor) {
			return this.untaken == null || this.untaken.isBeingTaken(now());
		}
	}

	private long now() {
		return this.clock.now(TimeUnit.NANOSECONDS);
	}

	@Override
	public void requestWrite() {
		write();
	}

	@Override
	public boolean writeNow() {
		write();
		synchronized (this.monitor) {
			// Otherwise the next poll takes everything.
			return this.untaken != null || isAbandoned();
		}
	}

	private void write() {
		HeldPoll held;
		synchronized (this.monitor) {
			held = this.poll;
			if (held == null || this.answering || !this.session.hasPackets(this)) {
				return;
			}
			this.poll = null;
			this.answering = true;
		}
		try {
			write(held);
		}
		catch (Throwable ex) {
			// Typically an OutOfMemoryError. The packets of the answer are lost.
			synchronized (this.monitor) {
				releaseAnswer();
			}
			this.session.onError(this, "a poll could not be answered: " + ex);
			held.fail(ex);
		}
	}

	private void write(HeldPoll held) {
		List<EnginePacket> packets = new ArrayList<>(4);
		EnginePacket packet = this.session.nextPacket(this);
		while (packet != null) {
			packets.add(packet);
			packet = this.session.nextPacket(this);
		}
		PollAnswer answer = this.format.encode(packets.isEmpty() ? NOOP : packets);
		chargeAnswer(answer);
		held.answer(answer);
	}

	private void chargeAnswer(PollAnswer answer) {
		int cost = MemoryCost.ofBytes(answer.body().length);
		synchronized (this.monitor) {
			if (this.abandoned) {
				return;
			}
			this.answerCost = cost;
		}
		this.session.memory().charge(MemoryKind.ANSWERS, cost);
	}

	private void releaseAnswer() {
		int cost = this.answerCost;
		this.answerCost = 0;
		this.session.memory().release(MemoryKind.ANSWERS, cost);
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.posts.suspendReading(suspended);
	}

	@Override
	public void weigh(int packets) {
		this.posts.weigh(packets);
	}

	@Override
	public void close() {
		synchronized (this.monitor) {
			if (this.closing || this.ended) {
				return;
			}
			this.closing = true;
		}
		// Without a poll the close waits for the next one.
		finishClose(CLOSE);
	}

	private void finishClose(List<EnginePacket> lastWords) {
		HeldPoll held;
		synchronized (this.monitor) {
			held = this.poll;
			this.poll = null;
		}
		if (held != null) {
			// Only after the session has ended, since otherwise the client's next request
			// would find it.
			this.session.onClose(this, () -> answer(held, lastWords));
		}
	}

	private void answer(HeldPoll held, List<EnginePacket> lastWords) {
		try {
			held.answer(this.format.encode(lastWords));
		}
		catch (Throwable ex) {
			held.fail(ex);
		}
	}

	@Override
	public void terminate(Farewell farewell) {
		HeldPoll held;
		synchronized (this.monitor) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			held = this.poll;
			this.poll = null;
		}
		this.end.tryEmitValue(farewell);
		this.posts.end();
		if (held != null) {
			answer(held, (farewell == Farewell.NOOP) ? NOOP : CLOSE);
		}
		this.posts.suspendReading(false);
	}

	/**
	 * A {@code GET} that waits for its answer.
	 *
	 * @param sink emits the answer
	 * @param answering runs the answer
	 */
	private record HeldPoll(MonoSink<PollAnswer> sink, Executor answering) {

		void answer(PollAnswer answer) {
			this.answering.execute(() -> this.sink.success(answer));
		}

		/**
		 * Fail the request.
		 * @param error why there is no answer; Reactor would rethrow some errors, and the
		 * request would not be answered
		 */
		void fail(Throwable error) {
			this.sink.error(new IllegalStateException("A poll could not be answered", error));
		}

	}

}
