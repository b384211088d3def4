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

package io.github.socketiospring.server.support.life;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.support.inbound.AtWork;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.inbound.Lane;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Calls the connect handlers of a namespace, one after another, and remembers those that
 * admitted the socket: their disconnect handlers are called when it leaves. A handler
 * that has started is not cancelled, even if the socket leaves; none starts after that.
 * Takes one turn in the lane, which ends when the handlers complete, or some time after
 * the socket has left.
 */
final class Welcome implements Lane.Task, AtWork {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private static final String CONNECT = "connect";

	private final SocketIOSocket socket;

	private final List<NamespaceHandler> handlers;

	private final Lane lane;

	private final EventHandling handling;

	/** How many handlers, from the first, have admitted the socket. */
	private int completed;

	/** For how many of these the disconnect handlers were called. */
	private int taken;

	private Turn turn = Turn.TO_COME;

	/** Whether no more handlers are started. */
	private volatile boolean over;

	/** The subscriber that waits for the handlers, {@code null} for none. */
	private volatile @Nullable MonoSink<Void> waiting;

	/** Called when a handler completes after its turn. */
	private @Nullable Runnable late;

	private @Nullable Disposable timer;

	/** When the turn began, in nanoseconds. */
	private long since;

	Welcome(SocketIOSocket socket, List<NamespaceHandler> handlers, Lane lane, EventHandling handling) {
		this.socket = socket;
		this.handlers = handlers;
		this.lane = lane;
		this.handling = handling;
	}

	/**
	 * Check the access rules, and call the handlers.
	 * @return calls them on subscription, once; completes when all admitted the socket,
	 * fails if one refuses it. Cancelling only prevents further handlers from being
	 * called
	 */
	Mono<Void> ask() {
		return this.handling.connecting(this.socket, call());
	}

	private Mono<Void> call() {
		return Mono.create((sink) -> {
			this.waiting = sink;
			sink.onCancel(() -> {
				this.waiting = null;
				this.over = true;
			});
			this.lane.submit(this);
		});
	}

	@Override
	public boolean start() {
		MonoSink<Void> asking = this.waiting;
		if (asking == null) {
			return true;
		}
		synchronized (this) {
			this.turn = Turn.TAKEN;
			this.since = this.handling.now();
		}
		Flux.fromIterable(this.handlers)
			.takeWhile((handler) -> !this.over)
			.concatMap(this::ask, 0)
			.contextWrite(Context.of(asking.contextView()))
			.subscribe(null, this::end, () -> end(null));
		boolean overdue;
		synchronized (this) {
			if (this.turn == Turn.TAKEN) {
				this.turn = Turn.HELD;
				this.handling.begun(this);
				return false;
			}
			overdue = this.turn == Turn.OVERDUE;
			if (overdue) {
				this.turn = Turn.GIVEN_UP;
			}
		}
		if (overdue) {
			warn();
		}
		return true;
	}

	private Mono<Void> ask(NamespaceHandler handler) {
		return ThreadLocals.around(this.socket::context, () -> handler.onConnect(this.socket))
			.contextWrite(this.socket::context)
			.doOnSuccess((nothing) -> completed());
	}

	private synchronized void completed() {
		this.completed++;
	}

	private void end(@Nullable Throwable error) {
		tell(error);
		Turn before;
		Runnable sayLate;
		synchronized (this) {
			before = this.turn;
			this.turn = Turn.OVER;
			if (before == Turn.HELD) {
				this.handling.ended(this);
			}
			sayLate = this.late;
			if (this.timer != null) {
				this.timer.dispose();
			}
		}
		if (before == Turn.HELD) {
			this.lane.next();
		}
		else if (before == Turn.GIVEN_UP && sayLate != null) {
			sayLate.run();
		}
	}

	private void tell(@Nullable Throwable error) {
		MonoSink<Void> asking = this.waiting;
		this.waiting = null;
		if (asking != null) {
			if (error != null) {
				asking.error(error);
			}
			else {
				asking.success();
			}
		}
		else if (error != null) {
			log(error);
		}
	}

	private void log(Throwable error) {
		String id = ShownId.of(this.socket);
		String namespace = LogFormat.value(this.socket.namespace().name());
		if (error instanceof ConnectRefusedException || this.handling.isClientError(error, this.socket)) {
			logger.debug("Socket {}, which is not in namespace {} any more, was refused: {}", id, namespace,
					ErrorLine.of(error));
		}
		else {
			this.handling.error(logger,
					"A handler failed with socket " + id + ", which is not in namespace " + namespace + " any more",
					error);
		}
	}

	/**
	 * The socket does not enter. A running handler may complete; if that takes too long,
	 * the lane does not wait for it.
	 * @param late called when a handler completes after its turn
	 */
	synchronized void leave(Runnable late) {
		this.over = true;
		this.late = late;
		if (this.turn == Turn.TAKEN || this.turn == Turn.HELD) {
			this.timer = this.handling.schedule(this::giveUp, this.handling.completionTimeout().toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	private void giveUp() {
		synchronized (this) {
			if (this.turn == Turn.TAKEN) {
				this.turn = Turn.OVERDUE;
			}
			if (this.turn != Turn.HELD) {
				return;
			}
			this.turn = Turn.GIVEN_UP;
			this.handling.ended(this);
		}
		warn();
		this.lane.next();
	}

	private void warn() {
		this.handling.warn(logger, "onConnect overdue",
				"An onConnect of namespace " + LogFormat.value(this.socket.namespace().name())
						+ " is still running, although socket " + ShownId.of(this.socket)
						+ " did not enter and the completion timeout expired");
	}

	@Override
	public void describe(Consumer<HandlerAtWork> description) {
		Duration age = Duration.ofNanos(this.handling.now() - this.since);
		description.accept(new HandlerAtWork(this.socket.namespace().name(), ShownId.of(this.socket), CONNECT, age));
	}

	/**
	 * Take the handlers that admitted the socket and whose disconnect handlers were not
	 * called yet.
	 * @return the handlers, in the order in which they were called
	 */
	synchronized List<NamespaceHandler> takeCompleted() {
		List<NamespaceHandler> taken = this.handlers.subList(this.taken, this.completed);
		this.taken = this.completed;
		return taken;
	}

	/**
	 * The state of the turn in the lane.
	 *
	 * <pre class="code">
	 * TO_COME --&gt; TAKEN --&gt; HELD -----&gt; GIVEN_UP --&gt; OVER
	 *               |         |            ^
	 *               |--&gt; OVERDUE ----------|
	 *               |---------|---&gt; OVER
	 * </pre>
	 */
	private enum Turn {

		/** No handler was called yet. */
		TO_COME,

		/** Handlers are being called on the thread that started the turn. */
		TAKEN,

		/** Later tasks wait until the handlers have completed. */
		HELD,

		/**
		 * Handlers are still being called on that thread, although the socket has left
		 * and the completion timeout expired.
		 */
		OVERDUE,

		/** A handler took too long, and later tasks did not wait. */
		GIVEN_UP,

		/** All handlers that were called have completed. */
		OVER

	}

}
