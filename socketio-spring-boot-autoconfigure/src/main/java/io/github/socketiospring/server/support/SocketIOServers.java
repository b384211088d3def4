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

package io.github.socketiospring.server.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.AccessRules;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOObserver;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.metrics.ServerMeter;
import io.github.socketiospring.server.support.admission.AdmissionPolicy;
import io.github.socketiospring.server.support.inbound.AccessGate;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.inbound.HandlerTimeouts;
import io.github.socketiospring.server.support.inbound.HandlersAtWork;
import io.github.socketiospring.server.support.inbound.ServerSideEvents;
import io.github.socketiospring.server.support.inbound.ServerSideListeners;
import io.github.socketiospring.server.support.life.NamespaceSockets;
import io.github.socketiospring.server.support.life.SocketFactory;
import io.github.socketiospring.server.support.life.TakenIds;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.server.support.outbound.NamespaceSender;
import io.github.socketiospring.server.support.outbound.ServerSideEmitter;
import io.github.socketiospring.server.support.outbound.SocketIOListeners;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.DetachedScheduler;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates Socket.IO servers, for applications without Spring Boot and for tests.
 *
 * <pre>{@code
 * SocketIOServer io = SocketIOServers.builder().build();
 * EngineServer engine = new EngineServer(EngineOptions.defaults(), io);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SocketIOServers {

	private SocketIOServers() {
	}

	/**
	 * Create a builder for a server.
	 * @return a builder with default settings
	 */
	public static SocketIOServer.Builder builder() {
		return new Builder();
	}

	/**
	 * Collects what a server is made from.
	 */
	private static final class Builder implements SocketIOServer.Builder {

		private SocketIOOptions options = SocketIOOptions.defaults();

		private JsonMapper mapper = JsonMapper.shared();

		private @Nullable PacketParser parser;

		private AdapterFactory adapters = (namespace, sockets) -> new InMemoryAdapter(sockets);

		private ErrorAckMapper errors = new PlainProblem();

		private ErrorStatusResolver errorStatuses = (error, locale) -> ErrorStatus.of(error);

		private PrincipalContextWriter principalContext = (context, principal) -> context;

		private @Nullable ServerMeter meter;

		private @Nullable AccessRules accessRules;

		private @Nullable SocketIOObserver observer;

		private final List<SocketIOListener> listeners = new ArrayList<>();

		private List<ConnectMiddleware.Guard> guards = List.of();

		private Scheduler timer = DetachedScheduler.parallel();

		private Executor executor = new DetachedScheduler(Schedulers.boundedElastic())::schedule;

		@Override
		public Builder options(SocketIOOptions options) {
			this.options = options;
			return this;
		}

		@Override
		public Builder mapper(JsonMapper mapper) {
			this.mapper = mapper;
			return this;
		}

		@Override
		public Builder parser(PacketParser parser) {
			this.parser = parser;
			return this;
		}

		@Override
		public Builder adapters(AdapterFactory adapters) {
			this.adapters = adapters;
			return this;
		}

		@Override
		public Builder errors(ErrorAckMapper errors) {
			this.errors = errors;
			return this;
		}

		@Override
		public Builder errorStatuses(ErrorStatusResolver errorStatuses) {
			this.errorStatuses = errorStatuses;
			return this;
		}

		@Override
		public Builder principalContext(PrincipalContextWriter principalContext) {
			this.principalContext = principalContext;
			return this;
		}

		@Override
		public Builder listener(SocketIOListener listener) {
			this.listeners.add(listener);
			return this;
		}

		@Override
		public Builder meter(ServerMeter meter) {
			this.meter = meter;
			return this;
		}

		@Override
		public Builder guards(List<? extends ConnectMiddleware.Guard> guards) {
			this.guards = List.copyOf(guards);
			return this;
		}

		@Override
		public Builder accessRules(AccessRules accessRules) {
			this.accessRules = accessRules;
			return this;
		}

		@Override
		public Builder observer(SocketIOObserver observer) {
			this.observer = observer;
			return this;
		}

		@Override
		public Builder timer(Scheduler timer) {
			this.timer = timer;
			return this;
		}

		@Override
		public Builder executor(Executor executor) {
			this.executor = executor;
			return this;
		}

		@Override
		public SocketIOServer build() {
			return new Assembly(this).server();
		}

	}

	/**
	 * The shared objects of one server, from which its parts are made. Each part gets
	 * what it uses.
	 */
	private static final class Assembly implements NamespaceMaker {

		private final SocketIOOptions options;

		private final JsonMapper mapper;

		private final WireFormat format;

		private final AdapterFactory adapters;

		private final Counters<SocketIOCounter> counters = new Counters<>(SocketIOCounter.class);

		private final LongAdder waitingBytes = new LongAdder();

		private final HandlersAtWork atWork = new HandlersAtWork();

		private final OncePerMinute rateWarning = new OncePerMinute();

		private final Diagnostics diagnostics;

		private final PrincipalContextWriter principalContext;

		private final @Nullable ServerMeter meter;

		private final @Nullable AccessRules accessRules;

		private final @Nullable SocketIOObserver observer;

		private final SocketIOListeners listeners;

		private final List<ConnectMiddleware.Guard> guards;

		private final Scheduler timer;

		private final Executor executor;

		Assembly(Builder builder) {
			this.options = builder.options;
			this.mapper = ReceivedValues.mapper(builder.mapper);
			this.format = new WireFormat((builder.parser != null) ? builder.parser
					: new JsonPacketParser(builder.mapper, PacketLimits.defaults()), this.mapper);
			this.adapters = builder.adapters;
			this.diagnostics = new Diagnostics(builder.errorStatuses, builder.errors, this.counters, new ErrorLog());
			this.principalContext = builder.principalContext;
			this.meter = builder.meter;
			this.accessRules = builder.accessRules;
			this.observer = builder.observer;
			this.listeners = new SocketIOListeners(builder.listeners, this.diagnostics);
			this.guards = builder.guards;
			this.timer = builder.timer;
			this.executor = builder.executor;
		}

		SocketIOServer server() {
			NamespaceRegistry registry = new NamespaceRegistry(this.adapters, this, this.options, this.timer,
					this.diagnostics);
			AdmissionPolicy policy = new AdmissionPolicy(registry, this.options, this.timer, this.diagnostics,
					this.format, this.principalContext, this.guards, this.listeners);
			Set<SocketIOConnection> connections = ConcurrentHashMap.newKeySet();
			return new DefaultSocketIOServer(registry,
					(session) -> new SocketIOConnection(session, policy, this.options, this.timer, this.diagnostics,
							this.format, this.waitingBytes, connections::remove),
					connections, new NamespaceStatistics(this.counters, this.waitingBytes, this.atWork,
							connections::size, registry::all),
					this.timer);
		}

		@Override
		public DefaultNamespace make(String name, String shown, TakenIds takenIds, Consumer<DefaultNamespace> onEmpty) {
			Instruments instruments = new Instruments(shown, (this.meter != null) ? this.meter.namespace(shown) : null,
					this.observer);
			ServerSideListeners serverSideListeners = new ServerSideListeners();
			ServerSideListeners broadcastListeners = new ServerSideListeners();
			LocalDelivery delivery = new LocalDelivery(events(name, serverSideListeners, instruments),
					events(name, broadcastListeners, instruments), this.format, instruments);
			Adapter adapter = this.adapters.create(name, delivery);
			this.listeners.observe(name, adapter);
			NamespaceSockets sockets = new NamespaceSockets(adapter, takenIds, this.options, this.timer,
					this.diagnostics);
			NamespaceSender sender = sender(name, adapter, instruments, delivery::nextAckId);
			NamespaceCommands commands = new NamespaceCommands(adapter, sender,
					new ServerSideEmitter(name, adapter, this.mapper), this.format, sockets::find);
			delivery.onForgottenAck(commands::forgetAck);
			EventHandling handling = new EventHandling(this.options, this.timer, this.diagnostics, this.format,
					this.atWork, this.rateWarning, instruments,
					(this.accessRules != null) ? new AccessGate(this.accessRules.of(name), this.diagnostics) : null);
			DefaultNamespace made = new DefaultNamespace(name,
					new NamespaceSetup(serverSideListeners, broadcastListeners), adapter, commands, sockets,
					(namespace) -> new SocketFactory(namespace, sockets, sender, handling, this.principalContext,
							this.listeners, this.diagnostics),
					handling, onEmpty);
			delivery.belongTo(made);
			return made;
		}

		private ServerSideEvents events(String name, ServerSideListeners listeners, Instruments instruments) {
			return new ServerSideEvents(name, listeners, this.format, this.executor, this.diagnostics,
					new HandlerTimeouts(this.options.handlerTimeout(), this.timer), instruments);
		}

		@Override
		public NamespaceTarget elsewhere(String name, String shown, AdapterSender adapter, LongSupplier ackIds) {
			NamespaceSender sender = sender(name, adapter, new Instruments(shown, null, this.observer), ackIds);
			return new NamespaceCommands(adapter, sender, new ServerSideEmitter(name, adapter, this.mapper),
					this.format, (id) -> null);
		}

		private NamespaceSender sender(String name, AdapterSender adapter, Instruments instruments,
				LongSupplier ackIds) {
			return new NamespaceSender(name, adapter, this.format, this.options, this.timer, this.diagnostics,
					instruments, ackIds);
		}

	}

}
