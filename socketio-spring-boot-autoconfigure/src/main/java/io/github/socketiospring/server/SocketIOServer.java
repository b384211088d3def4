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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.engineio.EngineHandler;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.protocol.JsonPacketParser;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * A Socket.IO server: its namespaces, and a connection for each Engine.IO session. Knows
 * nothing of HTTP; sessions come from an
 * {@link io.github.socketiospring.engineio.EngineServer} whose handler this is. May be
 * used from any thread.
 *
 * @since 0.1.0
 */
public final class SocketIOServer implements EngineHandler {

	private static final String ROOT = "/";

	private final ServerContext context;

	private final NamespaceRegistry registry;

	private final Set<SocketIOConnection> connections = ConcurrentHashMap.newKeySet();

	private final SocketIOStatistics statistics;

	private SocketIOServer(ServerContext context) {
		this.context = context;
		this.statistics = new SocketIOStatistics(this, context.counters());
		this.registry = new NamespaceRegistry(context);
		of(ROOT);
	}

	/**
	 * Build a server.
	 * @return a builder that begins with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The namespace of that name, created when it is missing.
	 * @param name the name; a slash is put in front when it has none
	 * @return the namespace
	 */
	public Namespace of(String name) {
		return this.registry.of(name);
	}

	/**
	 * Let clients connect to any namespace whose name the matcher accepts. Each becomes a
	 * namespace of its own, with the middleware, listeners and handlers of this one.
	 * Names that exist already are not asked about; of several matchers the first that
	 * accepts counts.
	 * @param matcher returns the variables in a name, or {@code null} when it does not
	 * accept it
	 * @return all those namespaces
	 */
	public Namespace of(Function<String, @Nullable Map<String, String>> matcher) {
		Assert.notNull(matcher, "'matcher' must not be null");
		return this.registry.of(NamespaceMatcher.of(matcher));
	}

	/**
	 * Let clients connect to any namespace whose whole name the pattern matches, as
	 * {@link #of(Function)} does. Named groups become variables.
	 * @param pattern the pattern, for example {@code /dynamic-\\d+}
	 * @return all those namespaces
	 */
	public Namespace of(Pattern pattern) {
		Assert.notNull(pattern, "'pattern' must not be null");
		return this.registry.of(NamespaceMatcher.of(pattern));
	}

	/**
	 * Let clients connect to any namespace that the predicate accepts for them, as
	 * {@link #of(Function)} does.
	 * @param predicate decides by name and payload
	 * @return all those namespaces
	 */
	public Namespace of(NamespacePredicate predicate) {
		Assert.notNull(predicate, "'predicate' must not be null");
		return this.registry.of(NamespaceMatcher.of(predicate));
	}

	/**
	 * Remove a namespace. Its sockets are disconnected.
	 * @param name the namespace's name
	 * @return whether there was one
	 */
	public boolean remove(String name) {
		return this.registry.remove(name);
	}

	/**
	 * Be told of each namespace that comes to be.
	 * @param listener the listener, which must not block
	 * @return this server
	 */
	public SocketIOServer onNewNamespace(Consumer<Namespace> listener) {
		this.registry.onNewNamespace(listener);
		return this;
	}

	/**
	 * All namespaces that exist now.
	 * @return a copy
	 */
	public Collection<Namespace> namespaces() {
		return this.registry.all();
	}

	/**
	 * Same as {@code of("/").use(..)}.
	 * @param middleware the middleware
	 * @return this server
	 */
	public SocketIOServer use(ConnectMiddleware middleware) {
		of(ROOT).use(middleware);
		return this;
	}

	/**
	 * Same as {@code of("/").onConnection(..)}.
	 * @param listener the listener
	 * @return this server
	 */
	public SocketIOServer onConnection(Consumer<SocketIOSocket> listener) {
		of(ROOT).onConnection(listener);
		return this;
	}

	/**
	 * Same as {@code of("/").to(..)}.
	 * @param rooms the rooms
	 * @return an operator
	 */
	public BroadcastOperator to(String... rooms) {
		return of(ROOT).to(rooms);
	}

	/**
	 * Same as {@code of("/").except(..)}.
	 * @param rooms the rooms
	 * @return an operator
	 */
	public BroadcastOperator except(String... rooms) {
		return of(ROOT).except(rooms);
	}

	/**
	 * Same as {@code of("/").emit(..)}.
	 * @param event the event's name
	 * @param arguments the arguments
	 */
	public void emit(String event, @Nullable Object... arguments) {
		of(ROOT).emit(event, arguments);
	}

	/**
	 * How many connections there are on this node. Each may be in several namespaces.
	 * @return the number of Engine.IO sessions
	 */
	public int connectionCount() {
		return this.connections.size();
	}

	/**
	 * What this server counts, and what it holds.
	 * @return always the same object
	 */
	public SocketIOStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Whether no client is connected and all handlers of disconnects are done.
	 * @return whether nothing is left to wait for
	 */
	public boolean isIdle() {
		return this.connections.isEmpty() && this.registry.isIdle();
	}

	/**
	 * Disconnect all clients in a way that makes them come back, to another node or to
	 * this one after a restart.
	 * @param batch how many are disconnected at once
	 * @param pause how long to wait between two batches
	 * @return completes when all were told to close; clients that have to fetch that word
	 * by a poll may still be connected then
	 */
	public Mono<Void> close(int batch, Duration pause) {
		Assert.isTrue(batch > 0, "'batch' must be greater than zero");
		return Flux.defer(() -> Flux.fromIterable(List.copyOf(this.connections)))
			.buffer(batch)
			.index()
			.concatMap((part) -> ((part.getT1() > 0) ? Mono.delay(pause, this.context.timer()) : Mono.empty())
				.then(Mono.fromRunnable(() -> part.getT2().forEach(SocketIOConnection::shutDown))))
			.then();
	}

	@Override
	public EngineSessionHandler onOpen(EngineSession session) {
		SocketIOConnection connection = new SocketIOConnection(this, session);
		this.connections.add(connection);
		connection.open();
		return connection;
	}

	void remove(SocketIOConnection connection) {
		this.connections.remove(connection);
	}

	ServerContext context() {
		return this.context;
	}

	NamespaceRegistry registry() {
		return this.registry;
	}

	/**
	 * Collects what a server is made of.
	 */
	public static final class Builder {

		private SocketIOOptions options = SocketIOOptions.defaults();

		private JsonMapper mapper = JsonMapper.shared();

		private @Nullable PacketParser parser;

		private AdapterFactory adapters = (namespace, sockets) -> new InMemoryAdapter(sockets);

		private ErrorAckMapper errors = new PlainProblem();

		private Scheduler timer = Schedulers.parallel();

		private Builder() {
		}

		/**
		 * Set the options.
		 * @param options the options
		 * @return this builder
		 */
		public Builder options(SocketIOOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Set what converts arguments and payloads.
		 * @param mapper the mapper
		 * @return this builder
		 */
		public Builder mapper(JsonMapper mapper) {
			this.mapper = mapper;
			return this;
		}

		/**
		 * Set the wire format, by default that of {@link JsonPacketParser}.
		 * @param parser the parser, which clients must be configured for too
		 * @return this builder
		 */
		public Builder parser(PacketParser parser) {
			this.parser = parser;
			return this;
		}

		/**
		 * Set what makes adapters, by default {@link InMemoryAdapter}s.
		 * @param adapters the factory
		 * @return this builder
		 */
		public Builder adapters(AdapterFactory adapters) {
			this.adapters = adapters;
			return this;
		}

		/**
		 * Set what clients are told of errors.
		 * @param errors the mapper
		 * @return this builder
		 */
		public Builder errors(ErrorAckMapper errors) {
			this.errors = errors;
			return this;
		}

		/**
		 * Set where timeouts are scheduled.
		 * @param timer the scheduler
		 * @return this builder
		 */
		public Builder timer(Scheduler timer) {
			this.timer = timer;
			return this;
		}

		/**
		 * Build the server.
		 * @return the server
		 */
		public SocketIOServer build() {
			PacketParser parser = (this.parser != null) ? this.parser
					: new JsonPacketParser(this.mapper, PacketLimits.defaults());
			return new SocketIOServer(new ServerContext(this.options, parser, this.mapper, this.adapters, this.errors,
					this.timer, new Counters<>(SocketIOCounter.class), new OncePerMinute()));
		}

	}

}
