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

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * An Engine.IO server without its door: it knows the sessions and makes new ones. The
 * {@code engineio.web} package mounts it in a WebFlux application.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol</a>
 */
public final class EngineServer {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]+");

	private final EngineOptions options;

	private final EngineHandler handler;

	private final Scheduler timer;

	private final SessionIdGenerator ids;

	private final Map<String, DefaultEngineSession> sessions = new ConcurrentHashMap<>();

	private final EngineListeners listeners = new EngineListeners();

	private final EndedSessions ended = new EndedSessions();

	private final Counters<EngineCounter> counters = new Counters<>(EngineCounter.class);

	private final EngineStatistics statistics = new EngineStatistics(this, this.counters);

	/** Handshakes that are being examined. */
	private final AtomicInteger handshakes = new AtomicInteger();

	private volatile boolean accepting = true;

	/**
	 * Create a server with random ids and a timer of its own.
	 * @param options its settings
	 * @param handler the layer above
	 */
	public EngineServer(EngineOptions options, EngineHandler handler) {
		this(options, handler, EngineServer::randomId);
	}

	/**
	 * Create a server with a timer of its own.
	 * @param options its settings
	 * @param handler the layer above
	 * @param ids makes session ids
	 */
	public EngineServer(EngineOptions options, EngineHandler handler, SessionIdGenerator ids) {
		this(options, handler, Schedulers.parallel(), ids);
	}

	/**
	 * Create a server whose session ids have nothing to do with the handshake.
	 * @param options its settings
	 * @param handler the layer above
	 * @param timer where heartbeats and timeouts are scheduled
	 * @param ids makes session ids, as a {@link SessionIdGenerator} does
	 */
	public EngineServer(EngineOptions options, EngineHandler handler, Scheduler timer, Supplier<String> ids) {
		this(options, handler, timer, (handshake) -> ids.get());
	}

	/**
	 * Create a server.
	 * @param options its settings
	 * @param handler the layer above
	 * @param timer where heartbeats and timeouts are scheduled
	 * @param ids makes session ids
	 */
	public EngineServer(EngineOptions options, EngineHandler handler, Scheduler timer, SessionIdGenerator ids) {
		Assert.notNull(options, "'options' must not be null");
		Assert.notNull(handler, "'handler' must not be null");
		Assert.notNull(timer, "'timer' must not be null");
		Assert.notNull(ids, "'ids' must not be null");
		this.options = options;
		this.handler = handler;
		this.timer = timer;
		this.ids = ids;
	}

	private static String randomId(EngineHandshake handshake) {
		return Ids.random();
	}

	/**
	 * The settings of this server.
	 * @return the settings
	 */
	public EngineOptions options() {
		return this.options;
	}

	/**
	 * The timer of this server, for its transports.
	 * @return the timer
	 */
	public Scheduler timer() {
		return this.timer;
	}

	/**
	 * How many sessions there are now.
	 * @return the number of sessions
	 */
	public int sessionCount() {
		return this.sessions.size();
	}

	/**
	 * How many sessions use a transport now. Counts them one by one.
	 * @param transport the wire name of the transport
	 * @return the number of sessions
	 */
	public int sessionCount(String transport) {
		int count = 0;
		for (EngineSession session : this.sessions.values()) {
			if (session.transport().equals(transport)) {
				count++;
			}
		}
		return count;
	}

	/**
	 * What this server counts, and what it holds.
	 * @return always the same object
	 */
	public EngineStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Count what happened. For the entry of this server.
	 * @param counter what happened
	 */
	public void count(EngineCounter counter) {
		this.counters.increment(counter);
	}

	int handshakeCount() {
		return this.handshakes.get();
	}

	/**
	 * Begin to examine a handshake, which takes the place of a session meanwhile. For the
	 * entry of this server.
	 * @return {@code false} when there is no place; otherwise {@link #endHandshake()}
	 * must follow
	 */
	public boolean beginHandshake() {
		if (sessionCount() + this.handshakes.incrementAndGet() > this.options.maxSessions()) {
			endHandshake();
			return false;
		}
		return true;
	}

	/**
	 * A handshake was examined. For the entry of this server.
	 */
	public void endHandshake() {
		this.handshakes.decrementAndGet();
	}

	/**
	 * Tell a listener what happens from now on.
	 * @param listener the listener
	 */
	public void addListener(EngineListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Whether new sessions may begin.
	 * @return {@code false} once the server shuts down
	 */
	public boolean isAccepting() {
		return this.accepting;
	}

	/**
	 * Let sessions begin, which they may unless {@link #stopAccepting()} was called.
	 */
	public void startAccepting() {
		this.accepting = true;
	}

	/**
	 * Begin no more sessions. Those that exist go on.
	 */
	public void stopAccepting() {
		this.accepting = false;
	}

	/**
	 * End all sessions at once.
	 */
	public void terminateAll() {
		new ArrayList<>(this.sessions.values()).forEach(DefaultEngineSession::terminate);
	}

	/**
	 * Begin no more sessions and end all that exist, also those that are just beginning.
	 */
	public void close() {
		stopAccepting();
		terminateAll();
	}

	/**
	 * Find a session.
	 * @param id its id
	 * @return the session, or {@code null} when there is none
	 */
	public @Nullable EngineSession session(String id) {
		return this.sessions.get(id);
	}

	/**
	 * Make the id of a session that is about to begin. For the entry of this server.
	 * @param handshake the request
	 * @return an id that no session has
	 * @throws IllegalStateException when the generator made one that cannot be used
	 */
	public String newId(EngineHandshake handshake) {
		String id = this.ids.generate(handshake);
		Assert.state(id != null && ID.matcher(id).matches(), () -> "The id generator made '" + id
				+ "', but an id has letters, digits and the characters - . _ ~ only");
		Assert.state(!this.sessions.containsKey(id), "The id generator made an id that is in use");
		return id;
	}

	/**
	 * Begin a session. For the entry of this server.
	 * @param id the session's id
	 * @param protocol the protocol revision of the client, 3 or 4
	 * @param handshake the request
	 * @param transports makes the session's first transport
	 * @return {@code false} when another handshake was given the same id meanwhile; the
	 * transport is closed then
	 */
	public boolean open(String id, int protocol, EngineHandshake handshake,
			Function<TransportListener, Transport> transports) {
		DefaultEngineSession session = new DefaultEngineSession(this, id, protocol, handshake, transports, this.timer);
		if (this.sessions.putIfAbsent(id, session) != null) {
			session.currentTransport().terminate(Transport.Farewell.CLOSE);
			return false;
		}
		session.open(openPacket(id, session.transportType()), this.handler);
		if (!this.accepting) {
			// The server shut down meanwhile, and may not have seen this one.
			session.terminate();
		}
		return true;
	}

	/**
	 * Report a request that was refused. For the entry of this server.
	 * @param error makes the report, if somebody wants it
	 */
	public void connectionRefused(Supplier<ConnectionError> error) {
		this.listeners.tell((listener) -> listener.onConnectionError(error.get()));
	}

	/**
	 * Find the transport of a session. For the entry of this server.
	 * @param id the session's id
	 * @return the transport in use, or {@code null} when there is no such session
	 */
	public @Nullable Transport transportOf(String id) {
		DefaultEngineSession session = this.sessions.get(id);
		return (session != null) ? session.currentTransport() : null;
	}

	/**
	 * Whether a session ended not long ago, so that a request for it is no sign of
	 * trouble. For the entry of this server.
	 * @param id the session's id
	 * @return whether it is one of the last that ended
	 */
	public boolean hasEnded(String id) {
		return this.ended.contains(id);
	}

	/**
	 * Offer a WebSocket for the upgrade of a session. For the entry of this server.
	 * @param id the session's id
	 * @param transports makes the WebSocket transport; it is closed at once when the
	 * session has ended or cannot be upgraded
	 */
	public void upgrade(String id, Function<TransportListener, Transport> transports) {
		DefaultEngineSession session = this.sessions.get(id);
		if (session != null) {
			session.upgrade(transports.apply(session));
		}
		else {
			transports.apply(new EndedSession()).terminate(Transport.Farewell.CLOSE);
		}
	}

	void opened(DefaultEngineSession session) {
		this.listeners.tell((listener) -> listener.onOpen(session));
	}

	void upgraded(DefaultEngineSession session) {
		this.listeners.tell((listener) -> listener.onUpgrade(session));
	}

	void remove(DefaultEngineSession session, CloseReason reason) {
		this.ended.add(session.id());
		this.sessions.remove(session.id(), session);
		this.listeners.tell((listener) -> listener.onClose(session, reason));
	}

	private EnginePacket openPacket(String id, TransportType transport) {
		boolean upgradable = transport == TransportType.POLLING && this.options.allowUpgrades()
				&& this.options.transports().contains(TransportType.WEBSOCKET);
		return EnginePacket.text(EnginePacketType.OPEN,
				"{\"sid\":\"" + id + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "") + "],\"pingInterval\":"
						+ this.options.pingInterval().toMillis() + ",\"pingTimeout\":"
						+ this.options.pingTimeout().toMillis() + ",\"maxPayload\":" + this.options.maxPayload() + "}");
	}

}
