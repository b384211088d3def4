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

package io.github.socketiospring.admin;

import java.security.Principal;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.DetachedScheduler;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Shows a server to the official Admin UI, which connects to a separate namespace like
 * any other client. Nothing is sent while no administrator is connected. In a cluster,
 * each server sends to the administrators of all servers, Node.js servers with
 * {@code @socket.io/admin-ui} included.
 * <p>
 * Build the server with the {@link #guard()} and the
 * {@link #instrument(SocketIOServer.Builder) listeners}, and then {@link #attach attach}
 * it.
 *
 * @since 0.1.0
 */
public final class AdminInstrumentation {

	private final AdminOptions options;

	private final boolean clustered;

	private final OtherAdmins others;

	private final AdminChannel channel;

	private final AdminSessions sessions;

	private final AdminGuard guard;

	/** {@code null} in production mode. */
	private final @Nullable SocketEvents events;

	private final Scheduler timer;

	/**
	 * Create an instrumentation.
	 * @param options what administrators may see and do
	 * @param authenticator recognizes the administrators
	 * @param mapper converts the arguments of events that are shown
	 */
	public AdminInstrumentation(AdminOptions options, AdminAuthenticator authenticator, JsonMapper mapper) {
		this(options, authenticator, mapper, false);
	}

	/**
	 * Create an instrumentation for a server that may be a node of a cluster.
	 * @param options what administrators may see and do
	 * @param authenticator recognizes the administrators
	 * @param mapper converts the arguments of events that are shown
	 * @param clustered whether the sockets of other nodes are shown too
	 */
	public AdminInstrumentation(AdminOptions options, AdminAuthenticator authenticator, JsonMapper mapper,
			boolean clustered) {
		this(options, authenticator, mapper, clustered, Clock.systemUTC(), DetachedScheduler.parallel());
	}

	AdminInstrumentation(AdminOptions options, AdminAuthenticator authenticator, JsonMapper mapper, boolean clustered,
			Clock clock, Scheduler timer) {
		Assert.notNull(options, "'options' must not be null");
		Assert.notNull(authenticator, "'authenticator' must not be null");
		Assert.notNull(mapper, "'mapper' must not be null");
		this.options = options;
		this.timer = timer;
		this.clustered = clustered;
		LongSupplier nanoTime = () -> timer.now(TimeUnit.NANOSECONDS);
		this.others = new OtherAdmins(options.namespace(), nanoTime);
		this.channel = new AdminChannel(clock, this.others, clustered);
		this.sessions = new AdminSessions(options.sessionDuration(), clock);
		this.events = (options.mode() == AdminMode.DEVELOPMENT)
				? new SocketEvents(this.channel, mapper, timer, clustered) : null;
		this.guard = new AdminGuard(options.namespace(), authenticator, this.sessions, this::listen, nanoTime);
	}

	private void listen(SocketIOSocket socket) {
		if (this.events != null) {
			this.events.listen(socket);
		}
	}

	/**
	 * The guard that admits only administrators to the namespace.
	 * @return always the same guard, which has to be the first
	 */
	public ConnectMiddleware.Guard guard() {
		return this.guard;
	}

	/**
	 * The name of the namespace, which only the {@link #guard()} has to protect.
	 * @return the name, with its leading slash
	 */
	public String namespace() {
		return this.options.namespace();
	}

	/**
	 * Listen to the sockets of a server, if they are shown.
	 * @param builder builds the server
	 */
	public void instrument(SocketIOServer.Builder builder) {
		if (this.events != null) {
			builder.listener(this.events);
		}
	}

	/**
	 * Create the namespace. Call this once, when all namespaces of the application exist.
	 * @param io the server, which has the {@link #guard()}
	 * @param engine the server of its sessions
	 * @throws IllegalStateException if the application has a namespace of that name
	 */
	public void attach(SocketIOServer io, EngineServer engine) {
		String name = namespace();
		Assert.state(io.namespaces().stream().noneMatch((namespace) -> namespace.name().equals(name)),
				() -> "The application has a namespace '" + name + "' already, so the Admin UI needs another");
		ServerReports reports = new ServerReports(this.options, this.channel, io, engine, this.timer,
				this::completeSockets);
		engine.addListener(reports);
		if (this.events != null) {
			this.events.attach(io);
			engine.addListener(this.events);
		}
		AdminCommands commands = new AdminCommands(io, this.clustered);
		io.configure((server) -> {
			Namespace namespace = server.of(name);
			namespace.onConnection((socket) -> welcome(socket, commands, reports));
			namespace.onPeerBroadcast(ServerReports.EVENT, (arguments, ack) -> hear(arguments.get(0), reports));
			this.channel.open(namespace);
		});
	}

	private void hear(JsonNode report, ServerReports reports) {
		this.others.hear(report);
		if (this.others.any() && reports.start()) {
			reports.state();
		}
	}

	private void completeSockets() {
		if (this.events != null) {
			this.events.complete();
		}
	}

	private void welcome(SocketIOSocket admin, AdminCommands commands, ServerReports reports) {
		if (!this.options.readOnly()) {
			commands.obey(admin);
		}
		Principal principal = admin.principal();
		if (principal != null && AdminGuard.hasLoggedIn(admin)) {
			// Only after the answer to CONNECT, since the page does not listen before.
			admin.emit("session", this.sessions.open(principal));
		}
		admin.emit("config", Map.of("supportedFeatures", this.options.features()));
		if (this.events != null) {
			this.events.all().subscribe((sockets) -> admin.emit("all_sockets", sockets));
		}
		reports.state();
		reports.start();
	}

}
