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

package io.github.socketiospring.engineio;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.util.Assert;

/**
 * Admits handshakes and creates sessions, within the limit of sessions.
 */
final class DefaultEngineEntry implements EngineEntry {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]+");

	private final SessionContext context;

	private final EngineListeners<EngineListener> listeners;

	private final SessionRegistry sessions;

	private final EngineHandler handler;

	private final SessionIdGenerator ids;

	/** Handshakes that hold a permit. */
	private final AtomicInteger handshakes = new AtomicInteger();

	private volatile boolean accepting = true;

	DefaultEngineEntry(SessionContext context, EngineListeners<EngineListener> listeners, SessionRegistry sessions,
			EngineHandler handler, SessionIdGenerator ids) {
		this.context = context;
		this.listeners = listeners;
		this.sessions = sessions;
		this.handler = handler;
		this.ids = ids;
	}

	boolean isAccepting() {
		return this.accepting;
	}

	void accepting(boolean accepting) {
		this.accepting = accepting;
	}

	int handshakes() {
		return this.handshakes.get();
	}

	@Override
	public @Nullable HandshakePermit admit() {
		// In this order: a handshake that becomes a session in between is counted twice
		// rather than not at all.
		int inFlight = this.handshakes.incrementAndGet();
		if (inFlight + this.sessions.count() > this.context.options().maxSessions()) {
			this.handshakes.decrementAndGet();
			return null;
		}
		this.context.memory().charge(MemoryKind.SESSIONS, MemoryCost.HANDSHAKE);
		return new Permit();
	}

	@Override
	public @Nullable Transport transportOf(String id) {
		DefaultEngineSession session = this.sessions.find(id);
		return (session != null) ? session.currentTransport() : null;
	}

	@Override
	public boolean hasEnded(String id) {
		return this.sessions.hasEnded(id);
	}

	@Override
	public <T extends Transport> T upgrade(String id, Function<TransportListener, T> transports) {
		DefaultEngineSession session = this.sessions.find(id);
		return (session != null) ? session.upgrade(transports) : discard(transports);
	}

	@Override
	public void count(EngineCounter counter) {
		this.context.count(counter);
	}

	@Override
	public void connectionRefused(Supplier<ConnectionError> error) {
		this.listeners.tell((listener) -> listener.onConnectionError(error.get()));
	}

	private String claimId(EngineHandshake handshake) {
		String id = this.ids.generate(handshake);
		Assert.state(id != null && ID.matcher(id).matches(), () -> "The id generator returned '" + id
				+ "', but an id has letters, digits and the characters - . _ ~ only");
		Assert.state(this.sessions.claim(id), "The id generator returned an id that is in use");
		return id;
	}

	private <T extends Transport> T discard(Function<TransportListener, T> transports) {
		T transport = transports.apply(new EndedSession(this.context.memory()));
		transport.terminate(Transport.Farewell.CLOSE);
		return transport;
	}

	/**
	 * A handshake with its session id.
	 */
	private record Accepted(String id, EngineRevision revision, EngineHandshake handshake) {

	}

	/**
	 * Releases its place exactly once.
	 */
	private final class Permit implements HandshakePermit {

		private @Nullable Accepted accepted;

		private @Nullable Disposable expiry;

		private @Nullable Runnable unopened;

		private boolean closed;

		@Override
		public void ifUnopened(Runnable action) {
			synchronized (this) {
				if (!this.closed) {
					this.unopened = action;
					return;
				}
			}
			action.run();
		}

		@Override
		public String accept(EngineRevision revision, EngineHandshake handshake) {
			Accepted accepted = new Accepted(claimId(handshake), revision, handshake);
			if (!keep(accepted)) {
				DefaultEngineEntry.this.sessions.release(accepted.id());
			}
			return accepted.id();
		}

		private synchronized boolean keep(Accepted accepted) {
			if (this.closed || this.accepted != null) {
				return false;
			}
			this.accepted = accepted;
			return true;
		}

		@Override
		public <T extends Transport> T open(Function<TransportListener, T> transports) {
			Accepted accepted = take();
			if (accepted == null) {
				return discard(transports);
			}
			DefaultEngineSession session = new DefaultEngineSession(accepted.id(), accepted.revision(),
					accepted.handshake(), DefaultEngineEntry.this.context, DefaultEngineEntry.this.listeners);
			T transport;
			try {
				transport = session.connect(transports);
				DefaultEngineEntry.this.sessions.register(session);
			}
			catch (Throwable ex) {
				session.memory().close();
				notOpened();
				throw ex;
			}
			finally {
				giveBack(accepted);
			}
			// The client may answer the open packet at once, when its place was already
			// released.
			session.open(DefaultEngineEntry.this.handler);
			if (!isAccepting()) {
				// The server was closed in between, and may have missed this session.
				session.terminate();
			}
			return transport;
		}

		private synchronized @Nullable Accepted take() {
			Assert.state(this.closed || this.accepted != null, "The handshake was not accepted");
			Accepted accepted = this.closed ? null : this.accepted;
			this.closed = true;
			if (this.expiry != null) {
				this.expiry.dispose();
			}
			return accepted;
		}

		@Override
		public synchronized void answered() {
			if (this.accepted == null) {
				close();
			}
			else if (!this.closed && this.expiry == null) {
				SessionContext context = DefaultEngineEntry.this.context;
				this.expiry = context.timer()
					.schedule(this::close, context.options().upgradeTimeout().toMillis(), TimeUnit.MILLISECONDS);
			}
		}

		@Override
		public void close() {
			Accepted accepted;
			synchronized (this) {
				if (this.closed) {
					return;
				}
				this.closed = true;
				accepted = this.accepted;
			}
			giveBack(accepted);
			notOpened();
		}

		private void notOpened() {
			Runnable action = this.unopened;
			if (action != null) {
				action.run();
			}
		}

		private void giveBack(@Nullable Accepted accepted) {
			if (accepted != null) {
				DefaultEngineEntry.this.sessions.release(accepted.id());
			}
			DefaultEngineEntry.this.context.memory().release(MemoryKind.SESSIONS, MemoryCost.HANDSHAKE);
			DefaultEngineEntry.this.handshakes.decrementAndGet();
		}

	}

}
