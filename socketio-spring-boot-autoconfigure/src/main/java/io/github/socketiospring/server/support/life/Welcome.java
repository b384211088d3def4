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

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.Lane;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Asks the handlers of a namespace, one after another, to let a socket in, and remembers
 * who did: they are told when it leaves. A handler that began is not cancelled, whatever
 * becomes of the socket meanwhile; none begins once it has left. Takes one turn in the
 * lane, which ends when the handlers do, or some time after the socket has left.
 */
final class Welcome implements Lane.Task {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final SocketIOSocket socket;

	private final List<NamespaceHandler> handlers;

	private final Lane lane;

	private final ServerContext context;

	/** How many handlers have let the socket in: the first so many. */
	private int completed;

	/** How many of those were taken to be told that it left. */
	private int taken;

	private Turn turn = Turn.TO_COME;

	/** Whether no more handlers begin. */
	private volatile boolean over;

	/** Who waits for the handlers, {@code null} when nobody does. */
	private volatile @Nullable MonoSink<Void> waiting;

	/** Told when a handler completes after its turn. */
	private @Nullable Runnable late;

	private @Nullable Disposable timer;

	Welcome(SocketIOSocket socket, List<NamespaceHandler> handlers, Lane lane, ServerContext context) {
		this.socket = socket;
		this.handlers = handlers;
		this.lane = lane;
		this.context = context;
	}

	/**
	 * Ask the handlers.
	 * @return does so on subscription, once; completes when all let the socket in, fails
	 * when one refuses. Cancelling it only keeps further handlers from being asked
	 */
	Mono<Void> ask() {
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
		}
		Flux.fromIterable(this.handlers)
			.takeWhile((handler) -> !this.over)
			.concatMap(this::ask, 0)
			.contextWrite(Context.of(asking.contextView()))
			.subscribe(null, this::end, () -> end(null));
		synchronized (this) {
			if (this.turn == Turn.TAKEN) {
				this.turn = Turn.HELD;
				return false;
			}
			return true;
		}
	}

	private Mono<Void> ask(NamespaceHandler handler) {
		return Mono.defer(() -> handler.onConnect(this.socket))
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
		if (error instanceof ConnectRefusedException || ErrorStatus.of(error).isClientError()) {
			logger.debug("Socket {}, which is not in namespace {} any more, was refused: {}", id, namespace,
					ErrorLine.of(error));
		}
		else {
			this.context.errorLog()
				.error(logger,
						"A handler failed with socket " + id + ", which is not in namespace " + namespace + " any more",
						error);
		}
	}

	/**
	 * The socket is not let in. A handler that is being asked may complete; when that
	 * takes too long, what waits in the lane does not wait for it.
	 * @param late told when a handler completes after its turn
	 */
	synchronized void leave(Runnable late) {
		this.over = true;
		this.late = late;
		if (this.turn == Turn.TAKEN || this.turn == Turn.HELD) {
			this.timer = this.context.timer()
				.schedule(this::giveUp, this.context.options().completionTimeout().toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void giveUp() {
		synchronized (this) {
			if (this.turn != Turn.HELD) {
				return;
			}
			this.turn = Turn.GIVEN_UP;
		}
		this.context.errorLog()
			.warn(logger, "onConnect overdue",
					"An onConnect of namespace " + LogFormat.value(this.socket.namespace().name())
							+ " goes on, though socket " + ShownId.of(this.socket)
							+ " was not let in and the time to complete is over");
		this.lane.next();
	}

	/**
	 * Take those who let the socket in and were not told yet that it left.
	 * @return the handlers, in the order in which they were asked
	 */
	synchronized List<NamespaceHandler> takeCompleted() {
		List<NamespaceHandler> taken = this.handlers.subList(this.taken, this.completed);
		this.taken = this.completed;
		return taken;
	}

	/**
	 * The turn in the lane.
	 */
	private enum Turn {

		/** Nobody was asked yet. */
		TO_COME,

		/** Handlers are being asked on the thread that began it. */
		TAKEN,

		/** What follows waits until the handlers have answered. */
		HELD,

		/** A handler took too long, and what followed did not wait. */
		GIVEN_UP,

		/** All handlers that were asked have answered. */
		OVER

	}

}
