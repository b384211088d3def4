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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.adapter.AdapterFactory;
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
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.outbound.ClientErrors;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.server.support.outbound.SocketIOListeners;
import io.github.socketiospring.server.support.outbound.UserSockets;
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
	 * Assembles the parts of the implementation.
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
			PacketParser parser = (this.parser != null) ? this.parser
					: new JsonPacketParser(this.mapper, PacketLimits.defaults());
			ErrorLog errorLog = new ErrorLog();
			ServerContext context = new ServerContext(this.options, parser, ReceivedValues.mapper(this.mapper),
					new ClientErrors(this.errorStatuses, this.errors), this.principalContext, this.guards, this.timer,
					new Counters<>(SocketIOCounter.class), errorLog, new LongAdder(), ConcurrentHashMap.newKeySet(),
					new SocketIOListeners(this.listeners, errorLog), new UserSockets(this.options.maxSocketsPerUser()),
					this.accessRules, this.executor);
			EventHandling handling = new EventHandling(context, new OncePerMinute(), Instruments.NONE, null);
			return new DefaultSocketIOServer(context,
					new NamespaceRegistry(this.adapters, handling, this.meter, this.observer));
		}

	}

}
