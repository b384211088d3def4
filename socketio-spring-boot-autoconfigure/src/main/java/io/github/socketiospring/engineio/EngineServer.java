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
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.support.MemoryBudget;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * An Engine.IO server, as applications see it: its sessions, its statistics, and its
 * start and end. Requests come in by its {@link #entry()}, which the {@code engineio.web}
 * package mounts in a WebFlux application.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol</a>
 */
public final class EngineServer {

	private final EngineOptions options;

	private final ErrorLog errorLog = new ErrorLog();

	private final EngineListeners listeners = new EngineListeners(this.errorLog);

	private final SessionRegistry sessions = new SessionRegistry();

	private final MemoryBudget memory;

	private final DefaultEngineEntry entry;

	private final EngineStatistics statistics;

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
		Counters<EngineCounter> counters = new Counters<>(EngineCounter.class);
		this.memory = new MemoryBudget(options.maxMemory(), options.maxSessionMemory(), timer::schedule);
		this.entry = new DefaultEngineEntry(new SessionContext(options, timer, counters, this.errorLog, this.listeners,
				this.memory, new UntakenPackets(this.memory)), this.sessions, handler, ids);
		this.statistics = new EngineStatistics(counters, this.sessions::count, this.entry::handshakes,
				this.memory::report);
		this.listeners.add(this.sessions);
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
	 * How many sessions there are now.
	 * @return the number of sessions
	 */
	public int sessionCount() {
		return this.sessions.count();
	}

	/**
	 * How many sessions use a transport now. Counts them one by one.
	 * @param transport the wire name of the transport
	 * @return the number of sessions
	 */
	public int sessionCount(String transport) {
		return this.sessions.count(transport);
	}

	/**
	 * Whether nobody is left who could be told something. A client that polls and
	 * vanished between two polls is noticed by its heartbeat only later.
	 * @return {@code true} when there are no sessions but those whose client uses polling
	 * and has not polled for two seconds
	 */
	public boolean isDeserted() {
		return this.sessions.isDeserted();
	}

	/**
	 * What this server counts, and what it holds.
	 * @return always the same object
	 */
	public EngineStatistics statistics() {
		return this.statistics;
	}

	/**
	 * What clients make this server hold. The layer above charges it for what it holds
	 * for them, on the {@linkplain EngineSession#memory() account of their session} where
	 * there is one.
	 * @return always the same object
	 */
	public MemoryBudget memory() {
		return this.memory;
	}

	/**
	 * Tell a listener what happens from now on.
	 * @param listener told of every session; must not block
	 */
	public void addListener(EngineListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Let sessions begin, which they may unless {@link #stopAccepting()} was called.
	 */
	public void startAccepting() {
		this.entry.accepting(true);
	}

	/**
	 * Begin no more sessions. Those that exist go on.
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
	 * Begin no more sessions and end all that exist, also those that are just beginning.
	 */
	public void close() {
		stopAccepting();
		terminateAll();
	}

	/**
	 * Find a session.
	 * @param id a session id
	 * @return the session, or {@code null} when there is none
	 */
	public @Nullable EngineSession session(String id) {
		return this.sessions.find(id);
	}

	/**
	 * Where requests come in. For what mounts this server in a web framework, as
	 * {@code EngineWebHandler} does.
	 * @return always the same object
	 */
	public EngineEntry entry() {
		return this.entry;
	}

}
