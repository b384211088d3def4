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

import java.util.function.Supplier;

import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.DetachedScheduler;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.support.MemoryBudget;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.Assert;

/**
 * An Engine.IO server: its sessions, its statistics, and its life cycle. Requests arrive
 * at its {@link #entry()}, which the {@code engineio.web} package mounts in a WebFlux
 * application.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol</a>
 */
public final class EngineServer {

	private final EngineOptions options;

	private final Scheduler timer;

	private final ErrorLog errorLog = new ErrorLog();

	private final EngineListeners<EngineListener> listeners = new EngineListeners<>(this.errorLog,
			"A listener of the Engine.IO server failed");

	private final SessionRegistry sessions = new SessionRegistry();

	private final MemoryBudget memory;

	private final DefaultEngineEntry entry;

	private final EngineStatistics statistics;

	/**
	 * Create a server with random ids and its own timer.
	 * @param options the settings
	 * @param handler handles the sessions
	 */
	public EngineServer(EngineOptions options, EngineHandler handler) {
		this(options, handler, EngineServer::randomId);
	}

	/**
	 * Create a server with its own timer.
	 * @param options the settings
	 * @param handler handles the sessions
	 * @param ids generates session ids
	 */
	public EngineServer(EngineOptions options, EngineHandler handler, SessionIdGenerator ids) {
		this(options, handler, DetachedScheduler.parallel(), ids);
	}

	/**
	 * Create a server whose session ids do not depend on the handshake.
	 * @param options the settings
	 * @param handler handles the sessions
	 * @param timer schedules heartbeats and timeouts
	 * @param ids generates session ids, like a {@link SessionIdGenerator}
	 */
	public EngineServer(EngineOptions options, EngineHandler handler, Scheduler timer, Supplier<String> ids) {
		this(options, handler, timer, (handshake) -> ids.get());
	}

	/**
	 * Create a server.
	 * @param options the settings
	 * @param handler handles the sessions
	 * @param timer schedules heartbeats and timeouts
	 * @param ids generates session ids
	 */
	public EngineServer(EngineOptions options, EngineHandler handler, Scheduler timer, SessionIdGenerator ids) {
		Assert.notNull(options, "'options' must not be null");
		Assert.notNull(handler, "'handler' must not be null");
		Assert.notNull(timer, "'timer' must not be null");
		Assert.notNull(ids, "'ids' must not be null");
		this.options = options;
		this.timer = timer;
		Counters<EngineCounter> counters = new Counters<>(EngineCounter.class);
		Traffic traffic = new Traffic();
		this.memory = new MemoryBudget(options.maxMemory(), options.maxSessionMemory(), timer::schedule);
		this.entry = new DefaultEngineEntry(new SessionContext(options, timer, counters, this.errorLog, this.memory,
				new UntakenPackets(this.memory), traffic), this.listeners, this.sessions, handler, ids);
		this.statistics = new EngineStatistics(counters, this.sessions, this.entry::handshakes, this.memory::report,
				traffic);
		this.listeners.add(this.sessions);
	}

	private static String randomId(EngineHandshake handshake) {
		return Ids.random();
	}

	/**
	 * The settings of this server.
	 * @return always the same options
	 */
	public EngineOptions options() {
		return this.options;
	}

	/**
	 * The current number of sessions.
	 * @return the number of sessions of all transports
	 */
	public int sessionCount() {
		return this.sessions.count();
	}

	/**
	 * The current number of sessions with a transport. Visits all sessions.
	 * @param transport the wire name of the transport
	 * @return the number of sessions
	 */
	public int sessionCount(String transport) {
		return this.sessions.count(transport);
	}

	/**
	 * Whether a shutdown need not wait for any client. The heartbeat detects a client
	 * that vanished between two polls only later.
	 * @return {@code true} if there are no sessions except those of polling clients that
	 * have not polled for two seconds
	 */
	public boolean isDeserted() {
		return this.sessions.isDeserted();
	}

	/**
	 * The counters and the current state of this server.
	 * @return always the same object
	 */
	public EngineStatistics statistics() {
		return this.statistics;
	}

	/**
	 * The memory that this server uses for clients. The handler charges its own use as
	 * well, to the {@linkplain EngineSession#memory() account of the session} if there is
	 * one.
	 * @return always the same object
	 */
	public MemoryBudget memory() {
		return this.memory;
	}

	/**
	 * Add a listener.
	 * @param listener called for every session from now on; must not block
	 */
	public void addListener(EngineListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * The timer of this server.
	 * @return schedules heartbeats and timeouts
	 */
	public Scheduler timer() {
		return this.timer;
	}

	/**
	 * Whether new sessions are accepted.
	 * @return {@code false} after {@link #stopAccepting()}
	 */
	public boolean isAccepting() {
		return this.entry.isAccepting();
	}

	/**
	 * Accept new sessions again, after {@link #stopAccepting()}.
	 */
	public void startAccepting() {
		this.entry.accepting(true);
	}

	/**
	 * Accept no more sessions. Existing ones are not affected.
	 */
	public void stopAccepting() {
		this.entry.accepting(false);
	}

	/**
	 * End all sessions at once.
	 */
	public void terminateAll() {
		this.sessions.terminateAll();
	}

	/**
	 * Accept no more sessions and end all, including those that are being opened.
	 */
	public void close() {
		stopAccepting();
		terminateAll();
	}

	/**
	 * Find a session.
	 * @param id a session id
	 * @return the session, or {@code null} if there is none
	 */
	public @Nullable EngineSession session(String id) {
		return this.sessions.find(id);
	}

	/**
	 * The entry point for requests. For code that mounts this server in a web framework,
	 * such as {@code EngineWebHandler}.
	 * @return always the same object
	 */
	public EngineEntry entry() {
		return this.entry;
	}

}
