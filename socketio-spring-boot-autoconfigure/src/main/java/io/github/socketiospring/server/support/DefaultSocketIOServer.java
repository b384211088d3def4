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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.PeerCommand;
import io.github.socketiospring.adapter.Peers;
import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespacePredicate;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.Assert;

/**
 * The implementation of the server, on top of its namespaces and connections.
 */
final class DefaultSocketIOServer implements SocketIOServer {

	private static final String ROOT = "/";

	private final NamespaceRegistry registry;

	private final Function<EngineSession, SocketIOConnection> connecting;

	private final Set<SocketIOConnection> connections;

	private final SocketIOStatistics statistics;

	private final Scheduler timer;

	private final Peers peers;

	/** Listens to other nodes. */
	private final Disposable listening;

	/** Whether {@link #of(String)} creates the namespace. */
	private final boolean settingUp;

	/**
	 * Create a server with the namespace {@code /}.
	 * @param registry the server's namespaces
	 * @param connecting creates the connection of a session, which removes itself from
	 * the connections when it ends
	 * @param connections the present connections, a concurrent set
	 * @param statistics the server's statistics
	 * @param timer schedules the parts of a shutdown
	 */
	DefaultSocketIOServer(NamespaceRegistry registry, Function<EngineSession, SocketIOConnection> connecting,
			Set<SocketIOConnection> connections, SocketIOStatistics statistics, Scheduler timer) {
		this.registry = registry;
		this.connecting = connecting;
		this.connections = connections;
		this.statistics = statistics;
		this.timer = timer;
		this.settingUp = false;
		registry.setUp(ROOT);
		this.peers = registry.peers();
		this.listening = this.peers.listen(this::execute);
	}

	/**
	 * Create another view of a server, for its set-up.
	 * @param server the server whose state both views share
	 */
	private DefaultSocketIOServer(DefaultSocketIOServer server) {
		this.registry = server.registry;
		this.connecting = server.connecting;
		this.connections = server.connections;
		this.statistics = server.statistics;
		this.timer = server.timer;
		this.peers = server.peers;
		this.listening = server.listening;
		this.settingUp = true;
	}

	@Override
	public Namespace of(String name) {
		String full = NamespaceRegistry.fullName(name);
		if (this.settingUp) {
			this.registry.setUp(full);
		}
		return new NamespaceHandle(full, this.registry);
	}

	@Override
	public Namespace of(Function<String, @Nullable Map<String, String>> matcher) {
		Assert.notNull(matcher, "'matcher' must not be null");
		return this.registry.add(NamespaceMatcher.of(matcher));
	}

	@Override
	public Namespace of(Pattern pattern) {
		Assert.notNull(pattern, "'pattern' must not be null");
		return this.registry.add(NamespaceMatcher.of(pattern));
	}

	@Override
	public Namespace of(NamespacePredicate predicate) {
		Assert.notNull(predicate, "'predicate' must not be null");
		return this.registry.add(NamespaceMatcher.of(predicate));
	}

	@Override
	public void configure(SocketIOConfigurer configurer) {
		configurer.configure(new DefaultSocketIOServer(this));
	}

	@Override
	public void start() {
		this.registry.start();
	}

	@Override
	public BroadcastOperator all() {
		return of(ROOT).all();
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		of(ROOT).serverSideEmit(event, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return of(ROOT).serverSideEmitWithAck(event, type, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type,
			@Nullable Object... arguments) {
		return of(ROOT).serverSideEmitWithAck(timeout, event, type, arguments);
	}

	@Override
	public boolean remove(String name) {
		return this.registry.remove(NamespaceRegistry.fullName(name));
	}

	@Override
	public SocketIOServer onNewNamespace(Consumer<Namespace> listener) {
		this.registry.onNewNamespace(listener);
		return this;
	}

	@Override
	public Collection<Namespace> namespaces() {
		return List.copyOf(this.registry.all());
	}

	@Override
	public SocketIOServer use(ConnectMiddleware middleware) {
		of(ROOT).use(middleware);
		return this;
	}

	@Override
	public SocketIOServer onConnection(Consumer<SocketIOSocket> listener) {
		of(ROOT).onConnection(listener);
		return this;
	}

	@Override
	public void disconnectUser(String name) {
		Assert.notNull(name, "'name' must not be null");
		try {
			disconnectUserHere(name);
		}
		finally {
			this.peers.send(new PeerCommand.DisconnectUser(name));
		}
	}

	private void execute(PeerCommand command) {
		if (command instanceof PeerCommand.DisconnectUser user) {
			disconnectUserHere(user.name());
		}
	}

	private void disconnectUserHere(String name) {
		DisconnectDetails details = new DisconnectDetails(DisconnectReason.CREDENTIALS_ENDED, "user disconnected");
		this.connections.forEach((connection) -> connection.disconnectUser(name, details));
		for (Namespace namespace : this.registry.all()) {
			if (namespace.adapter() instanceof RecoveryAdapter recovery) {
				recovery.forgetUser(name);
			}
		}
	}

	@Override
	public int connectionCount() {
		return this.connections.size();
	}

	@Override
	public SocketIOStatistics statistics() {
		return this.statistics;
	}

	@Override
	public boolean isIdle() {
		return this.connections.isEmpty() && this.registry.isIdle();
	}

	@Override
	public Mono<Void> close(int batch, Duration pause) {
		Assert.isTrue(batch > 0, "'batch' must be greater than zero");
		return Flux.defer(() -> Flux.fromIterable(List.copyOf(this.connections)))
			.buffer(batch)
			.index()
			.concatMap((part) -> ((part.getT1() > 0) ? Mono.delay(pause, this.timer) : Mono.empty())
				.then(Mono.fromRunnable(() -> part.getT2().forEach(SocketIOConnection::shutDown))))
			.then();
	}

	@Override
	public void shutdown() {
		this.listening.dispose();
		this.registry.removeAll();
	}

	@Override
	public EngineSessionHandler onOpen(EngineSession session) {
		start();
		SocketIOConnection connection = this.connecting.apply(session);
		this.connections.add(connection);
		connection.open();
		return connection;
	}

}
