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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.SocketDisconnectedException;
import io.github.socketiospring.server.SocketIOSocket;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import org.springframework.util.Assert;

/**
 * Emits the items of a source, no faster than the client reads: an item is requested
 * while few are waiting to be written, and otherwise after all were written.
 *
 * @since 0.1.0
 */
public final class PacedEmission extends BaseSubscriber<Object> implements EngineSessionListener {

	/** How many items are requested before the previous ones were written. */
	static final int WINDOW = 16;

	/** Enough bytes to keep the transport busy. */
	private static final int WINDOW_BYTES = 64 * 1024;

	private final SocketIOSocket socket;

	private final Disposable.Composite endings;

	private final EngineSession session;

	private final String event;

	private final MonoSink<Void> sink;

	/** How many items were emitted since everything was written. */
	private final AtomicInteger underway = new AtomicInteger();

	private final AtomicInteger pulls = new AtomicInteger();

	/**
	 * Whether no item may be requested, since one was requested already, or there is no
	 * source yet.
	 */
	private volatile boolean asked = true;

	private final Disposable atDisconnect = this::disconnected;

	private PacedEmission(SocketIOSocket socket, Disposable.Composite endings, String event, MonoSink<Void> sink) {
		this.socket = socket;
		this.endings = endings;
		this.session = socket.session();
		this.event = event;
		this.sink = sink;
	}

	/**
	 * Emit all items on subscription.
	 * @param socket the socket that receives the events
	 * @param endings the resources that end when the receiver disconnects
	 * @param sender the receiver's sender
	 * @param event the event's name
	 * @param source each item is the argument of one event
	 * @return completes when the last one was emitted, fails with the source's error or a
	 * {@link SocketDisconnectedException}
	 */
	public static Mono<Void> of(SocketIOSocket socket, Supplier<Disposable.Composite> endings, SocketSender sender,
			String event, Publisher<?> source) {
		return Mono.create((sink) -> {
			sender.checkWaiting(sink, "The sending of all events '" + event + "'");
			PacedEmission emission = new PacedEmission(socket, endings.get(), event, sink);
			sink.onDispose(emission::end);
			emission.start(source);
		});
	}

	private void start(Publisher<?> source) {
		this.session.addListener(this);
		if (this.endings.add(this.atDisconnect)) {
			source.subscribe(this);
		}
	}

	private void end() {
		cancel();
		this.session.removeListener(this);
		this.endings.remove(this.atDisconnect);
	}

	private void disconnected() {
		DisconnectDetails details = this.socket.disconnectDetails();
		Assert.state(details != null, "The socket is connected");
		this.sink.error(new SocketDisconnectedException(this.event, details.reason()));
	}

	@Override
	public Context currentContext() {
		return Context.of(this.sink.contextView());
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		this.asked = false;
		pull();
	}

	@Override
	protected void hookOnNext(Object item) {
		this.underway.incrementAndGet();
		this.socket.emit(this.event, new Object[] { item });
		this.asked = false;
		pull();
	}

	@Override
	public void onDrain() {
		this.underway.set(0);
		pull();
	}

	/**
	 * Request the next item, unless a call is already running: sources emit on the stack
	 * of the request.
	 */
	private void pull() {
		if (this.pulls.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		while (missed != 0) {
			if (!this.asked && this.underway.get() < WINDOW && this.session.queuedBytes() < WINDOW_BYTES) {
				this.asked = true;
				request(1);
			}
			missed = this.pulls.addAndGet(-missed);
		}
	}

	@Override
	protected void hookOnComplete() {
		this.sink.success();
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.sink.error(error);
	}

}
