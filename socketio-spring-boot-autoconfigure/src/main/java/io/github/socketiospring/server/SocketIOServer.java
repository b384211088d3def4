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
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.engineio.EngineHandler;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.server.metrics.ServerMeter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Socket.IO server: its namespaces, and a connection for each Engine.IO session. It
 * does not depend on HTTP; sessions come from an
 * {@link io.github.socketiospring.engineio.EngineServer} whose handler this is. As a
 * {@link BroadcastOperator} it chooses all sockets of the namespace {@code /}. May be
 * used from any thread.
 * <p>
 * Without Spring Boot, a server is built by
 * {@code io.github.socketiospring.server.support.SocketIOServers}.
 *
 * @since 0.1.0
 */
public interface SocketIOServer extends BroadcastOperations, EngineHandler {

	/**
	 * Return a handle to a namespace, whether or not it exists. Set-up with the handle
	 * (middleware, handlers, listeners) creates the namespace; sending to it and querying
	 * its sockets never does. Sending to an unknown name has no effect, and is logged
	 * once a minute. Within a {@link SocketIOConfigurer} the namespace is created at
	 * once.
	 * @param name the name; a slash is prepended if it has none
	 * @return a handle, which may be kept
	 * @throws IllegalArgumentException if the name contains a comma
	 */
	Namespace of(String name);

	/**
	 * Let clients connect to any namespace whose name the matcher accepts. Each name
	 * becomes a separate namespace with the middleware, listeners and handlers given
	 * here. A name that several matchers accept has those of all of them, in the order of
	 * registration. Names that were set up individually before {@link #start()} are not
	 * matched. If the matcher throws an exception, the client is refused. The name of
	 * these namespaces in metrics is the {@code toString()} of the matcher if it begins
	 * with a slash, and {@code dynamic} otherwise.
	 * @param matcher returns the variables in a name, or {@code null} if it does not
	 * accept it
	 * @return a handle to set up all those namespaces
	 */
	Namespace of(Function<String, @Nullable Map<String, String>> matcher);

	/**
	 * Let clients connect to any namespace whose whole name the pattern matches, as
	 * {@link #of(Function)} does. Named groups become variables.
	 * @param pattern the pattern, for example {@code /dynamic-\\d+}
	 * @return a handle to set up all those namespaces
	 */
	Namespace of(Pattern pattern);

	/**
	 * Let clients connect to any namespace that the predicate accepts for them, as
	 * {@link #of(Function)} does. A client that no predicate or pattern accepts is
	 * refused, even if the name is set up individually after {@link #start()}.
	 * @param predicate decides by name and payload, for each client
	 * @return a handle to set up all those namespaces
	 */
	Namespace of(NamespacePredicate predicate);

	/**
	 * Set up namespaces. Within the configurer, {@link #of(String)} creates the
	 * namespace.
	 * @param configurer called with this server
	 */
	void configure(SocketIOConfigurer configurer);

	/**
	 * End the set-up of names that are independent of patterns: a name that is set up
	 * from now on also has the middleware, listeners and handlers of the patterns that
	 * accept it. Spring Boot calls this when the application has started; the first
	 * connection has the same effect.
	 */
	void start();

	/**
	 * Remove a namespace. Its sockets are disconnected, and clients that are connecting
	 * are refused once middleware and handlers have decided.
	 * @param name the namespace's name
	 * @return whether it existed
	 */
	boolean remove(String name);

	/**
	 * Add a listener for new namespaces.
	 * @param listener the listener, which must not block
	 * @return this server
	 */
	SocketIOServer onNewNamespace(Consumer<Namespace> listener);

	/**
	 * All namespaces that exist now.
	 * @return a copy
	 */
	Collection<Namespace> namespaces();

	/**
	 * Same as {@code of("/").use(..)}.
	 * @param middleware called for each client that connects, after those added before
	 * @return this server
	 */
	SocketIOServer use(ConnectMiddleware middleware);

	/**
	 * Same as {@code of("/").onConnection(..)}.
	 * @param listener called with each connected socket
	 * @return this server
	 */
	SocketIOServer onConnection(Consumer<SocketIOSocket> listener);

	/**
	 * Disconnect a user with {@link DisconnectReason#CREDENTIALS_ENDED}: all sockets, in
	 * all namespaces, whose principal has that name. Connections whose handshake
	 * authenticated the user are closed with all their sockets, since they could enter
	 * again; other connections stay open for their other namespaces. Lost sockets of the
	 * user can no longer be recovered. The user may connect again: refuse that where
	 * users are authenticated.
	 * <p>
	 * The other nodes are told after the sockets of this one are gone, and at most once:
	 * one that cannot be reached keeps its sockets, which is counted and logged.
	 * @param name the name of the principal
	 */
	void disconnectUser(String name);

	/**
	 * The number of connections on this node. Each may be in several namespaces.
	 * @return the number of Engine.IO sessions
	 */
	int connectionCount();

	/**
	 * The counters and the current state of this server.
	 * @return always the same object
	 */
	SocketIOStatistics statistics();

	/**
	 * Whether no client is connected and all disconnect handlers have completed.
	 * @return {@code true} if a shutdown has nothing to wait for
	 */
	boolean isIdle();

	/**
	 * Disconnect all clients in a way that makes them reconnect, to another node or to
	 * this one after a restart. Starts on subscription.
	 * @param batch how many are disconnected at once
	 * @param pause how long to wait between two batches
	 * @return completes when the close was sent to all clients; those that have not
	 * polled yet may still be connected
	 */
	Mono<Void> close(int batch, Duration pause);

	/**
	 * Remove all namespaces, and release the resources of their adapters outside of this
	 * node. Called last, when the server will not start again. In contrast,
	 * {@link #close} keeps the namespaces, so that clients find them after a restart.
	 */
	void shutdown();

	/**
	 * Builds a {@link SocketIOServer}.
	 */
	interface Builder {

		/**
		 * Set the options.
		 * @param options the options, by default {@link SocketIOOptions#defaults()}
		 * @return this builder
		 */
		Builder options(SocketIOOptions options);

		/**
		 * Set the mapper that converts arguments and payloads.
		 * @param mapper the mapper, by default {@link JsonMapper#shared()}
		 * @return this builder
		 */
		Builder mapper(JsonMapper mapper);

		/**
		 * Set the wire format, by default JSON with attachments.
		 * @param parser the parser, which clients have to use too
		 * @return this builder
		 */
		Builder parser(PacketParser parser);

		/**
		 * Set the factory of adapters, by default for adapters of this node only.
		 * @param adapters called once for each namespace
		 * @return this builder
		 */
		Builder adapters(AdapterFactory adapters);

		/**
		 * Set how errors are mapped to acknowledgements.
		 * @param errors the mapper, by default one that returns problems
		 * @return this builder
		 */
		Builder errors(ErrorAckMapper errors);

		/**
		 * Set the resolver that decides which errors clients cause.
		 * @param errorStatuses by default {@link ErrorStatus#of}
		 * @return this builder
		 */
		Builder errorStatuses(ErrorStatusResolver errorStatuses);

		/**
		 * Set the writer of the client's identity for the application's security
		 * framework.
		 * @param principalContext the writer, by default one that writes nothing
		 * @return this builder
		 */
		Builder principalContext(PrincipalContextWriter principalContext);

		/**
		 * Add a listener for all sockets.
		 * @param listener called after those added before
		 * @return this builder
		 */
		Builder listener(SocketIOListener listener);

		/**
		 * Set the meter that measures the server, for a metrics system.
		 * @param meter the meter, by default none
		 * @return this builder
		 */
		Builder meter(ServerMeter meter);

		/**
		 * Set the guards, which examine the clients of all namespaces.
		 * @param guards the guards, in their order; by default none
		 * @return this builder
		 */
		Builder guards(List<? extends ConnectMiddleware.Guard> guards);

		/**
		 * Set the rules for what clients may do.
		 * @param accessRules the rules, by default none: clients may do anything that
		 * middleware and handlers let them
		 * @return this builder
		 */
		Builder accessRules(AccessRules accessRules);

		/**
		 * Set the observer of connects, events and acknowledgements, for tracing.
		 * @param observer the observer, by default none
		 * @return this builder
		 */
		Builder observer(SocketIOObserver observer);

		/**
		 * Set the scheduler of timeouts.
		 * @param timer the scheduler, by default one on the threads of
		 * {@code Schedulers.parallel()}
		 * @return this builder
		 */
		Builder timer(Scheduler timer);

		/**
		 * Set the executor that calls listeners for events of other nodes. These
		 * listeners may block.
		 * @param executor the executor, by default one on the threads of
		 * {@code Schedulers.boundedElastic()}
		 * @return this builder
		 */
		Builder executor(Executor executor);

		/**
		 * Build the server.
		 * @return a new server with these settings
		 */
		SocketIOServer build();

	}

}
