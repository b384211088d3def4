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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.Peers;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.NamespacePatterns.Parents;
import io.github.socketiospring.server.support.admission.NamespaceEntrance;
import io.github.socketiospring.server.support.admission.NamespaceFinder;
import io.github.socketiospring.server.support.admission.Seats;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * The namespaces of a server: those that the application set up, those that were created
 * for clients, and the patterns by which more are created for clients.
 * <p>
 * A name that is set up while the application starts is independent of patterns. For any
 * other name, all patterns that accept it for the connecting client apply, each time a
 * client connects: so the middleware of a pattern always guards its names, regardless of
 * how a namespace was created. A pattern that cannot decide refuses the client, since its
 * middleware may be what guards the name.
 */
final class NamespaceRegistry implements NamespaceFinder {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	/**
	 * Between two looks at empty namespaces that are too many, each of which removes a
	 * few.
	 */
	private static final int TRIM_MILLIS = 100;

	private final AdapterFactory adapters;

	private final NamespaceMaker maker;

	private final SocketIOOptions options;

	private final Scheduler timer;

	private final Diagnostics diagnostics;

	private final Map<String, DefaultNamespace> namespaces = new ConcurrentHashMap<>();

	/** The names that were set up while the application started. */
	private final Set<String> standalone = ConcurrentHashMap.newKeySet();

	private final DynamicNamespaces dynamic;

	/** Those that are removed when no lost socket can come back to them. */
	private final Set<DefaultNamespace> waiting = ConcurrentHashMap.newKeySet();

	/** Whether the next look at the empty ones is scheduled. */
	private final AtomicBoolean trimming = new AtomicBoolean();

	private final RemovedNamespaces removed = new RemovedNamespaces();

	private final NamespacePatterns patterns = new NamespacePatterns();

	private final List<Consumer<Namespace>> listeners = new CopyOnWriteArrayList<>();

	private final OncePerMinute unknownWarning = new OncePerMinute();

	/** The ids of acknowledgements of namespaces that are not on this node. */
	private final AtomicLong ackIdsElsewhere = new AtomicLong();

	private volatile boolean started;

	/**
	 * Create a registry without namespaces.
	 * @param adapters send to namespaces that are not on this node
	 * @param maker creates namespaces
	 * @param options how many namespaces there may be
	 * @param timer schedules the removal of empty namespaces
	 * @param diagnostics counts what exceeds the limits, and logs errors of listeners
	 */
	NamespaceRegistry(AdapterFactory adapters, NamespaceMaker maker, SocketIOOptions options, Scheduler timer,
			Diagnostics diagnostics) {
		this.adapters = adapters;
		this.maker = maker;
		this.options = options;
		this.timer = timer;
		this.diagnostics = diagnostics;
		this.dynamic = new DynamicNamespaces(options.maxDynamicNamespaces(), this::forget);
	}

	/**
	 * Complete the name of a namespace.
	 * @param name the name; a slash is prepended if it has none
	 * @return the name with its leading slash
	 */
	static String fullName(String name) {
		Assert.notNull(name, "'name' must not be null");
		String full = name.startsWith("/") ? name : "/" + name;
		Assert.isTrue(full.indexOf(',') < 0, "A namespace's name must not contain a comma");
		return full;
	}

	/**
	 * Find a namespace, or create it for the application. It is not removed when it is
	 * empty.
	 * @param name the name with its leading slash
	 * @return the existing namespace or a new one
	 */
	DefaultNamespace setUp(String name) {
		if (!this.started) {
			this.standalone.add(name);
		}
		while (true) {
			DefaultNamespace namespace = this.namespaces.get(name);
			if (namespace == null) {
				namespace = create(name, Parents.NONE);
			}
			if (namespace.keep()) {
				// It does not count as one of those that were created for clients.
				this.dynamic.remove(namespace);
				return namespace;
			}
			// It has just been removed; its successor is a different object.
			forget(namespace);
		}
	}

	/**
	 * Let namespaces be created for clients.
	 * @param matcher accepts their names
	 * @return a handle to set up all those namespaces
	 */
	Namespace add(NamespaceMatcher matcher) {
		return this.patterns.add(matcher);
	}

	/**
	 * Names that are set up from now on depend on patterns. Only the first call has an
	 * effect.
	 */
	void start() {
		if (!this.started) {
			this.started = true;
			this.standalone.forEach(this.patterns::report);
		}
	}

	/**
	 * The other nodes, regardless of namespaces.
	 * @return always the same object
	 */
	Peers peers() {
		return this.adapters.peers();
	}

	Collection<DefaultNamespace> all() {
		return List.copyOf(this.namespaces.values());
	}

	boolean isIdle() {
		return this.removed.isIdle() && this.namespaces.values().stream().allMatch(DefaultNamespace::isIdle);
	}

	void onNewNamespace(Consumer<Namespace> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Find an existing namespace.
	 * @param name the name with its leading slash
	 * @return the namespace, {@code null} if it does not exist
	 */
	@Nullable DefaultNamespace get(String name) {
		return this.namespaces.get(name);
	}

	/**
	 * Find out how to send to a namespace. If it does not exist here, and there cannot be
	 * other nodes, this is logged once a minute.
	 * @param name the name with its leading slash
	 * @param local whether only this node is meant
	 * @return what sends to it, {@code null} if nobody can be there
	 */
	@Nullable NamespaceTarget receiver(String name, boolean local) {
		DefaultNamespace namespace = this.namespaces.get(name);
		if (namespace != null) {
			return namespace;
		}
		AdapterSender sender = this.adapters.sender(name);
		if (sender != null) {
			logger.debug("Namespace '{}' is not on this node", LogFormat.value(name));
			return local ? null : elsewhere(name, sender);
		}
		if (!this.patterns.mayAccept(name) && this.unknownWarning.pass()) {
			logger.warn("Nothing was sent to or asked of namespace '{}', since it was never set up (further "
					+ "names are logged once a minute)", LogFormat.value(name));
		}
		return null;
	}

	private NamespaceTarget elsewhere(String name, AdapterSender sender) {
		return this.maker.elsewhere(name, nameInMetrics(name, Parents.NONE), sender,
				this.ackIdsElsewhere::getAndIncrement);
	}

	@Override
	public Mono<NamespaceEntrance> find(String name, JsonNode auth, Seats seats, Lease lease) {
		if (this.standalone.contains(name)) {
			DefaultNamespace namespace = this.namespaces.get(name);
			NamespaceEntrance entrance = (namespace != null) ? namespace.retain(List.of(), lease) : null;
			return (namespace != null && entrance != null) ? namespace.whenStarted(entrance) : Mono.empty();
		}
		return this.patterns.accepting(name, auth)
			.flatMap((parents) -> ThreadLocals.around(() -> enter(name, parents, seats, lease)));
	}

	private Mono<NamespaceEntrance> enter(String name, Parents parents, Seats seats, Lease lease) {
		boolean claimed = false;
		while (true) {
			DefaultNamespace namespace = this.namespaces.get(name);
			if (namespace == null) {
				if (parents.isEmpty()) {
					return Mono.empty();
				}
				if (!claimed) {
					claim(this.dynamic.share(), seats, lease);
					claimed = true;
				}
				namespace = createForClient(name, parents);
			}
			else if (parents.isEmpty() && isOfPattern(namespace)) {
				return Mono.empty();
			}
			int share = this.dynamic.share();
			NamespaceEntrance entrance = parents.retain(namespace, lease);
			if (entrance == null) {
				// It has just been removed; its successor is a different object.
				forget(namespace);
			}
			else {
				if (this.dynamic.entered(namespace) && !claimed) {
					claim(share, seats, lease);
				}
				adopt(namespace, parents);
				return namespace.whenStarted(entrance);
			}
		}
	}

	/**
	 * Whether only clients that a pattern accepts may enter a namespace, although it
	 * exists and may have been set up individually.
	 * @param namespace an existing namespace
	 * @return whether it belongs to a pattern, or may belong to one for other clients
	 */
	private boolean isOfPattern(DefaultNamespace namespace) {
		return this.patterns.mayAccept(namespace.name()) || this.patterns.have(namespace);
	}

	/**
	 * Make a namespace a child of the patterns that accept it, if it is not yet.
	 * @param namespace an existing namespace
	 * @param parents the patterns that accepted its name
	 */
	private void adopt(DefaultNamespace namespace, Parents parents) {
		parents.adopt(namespace);
		if (this.namespaces.get(namespace.name()) != namespace) {
			// Removed in the meantime, without its new parents.
			forget(namespace);
		}
	}

	private void claim(int share, Seats seats, Lease lease) {
		if (!seats.claim(share)) {
			throw tooMany();
		}
		lease.note(seats::leaveClaimed);
	}

	private DefaultNamespace createForClient(String name, Parents parents) {
		if (!this.dynamic.makeRoom()) {
			throw tooMany();
		}
		return create(name, parents);
	}

	private ConnectRefusedException tooMany() {
		this.diagnostics.count(SocketIOCounter.TOO_MANY_DYNAMIC_NAMESPACES);
		return new ConnectRefusedException("Too many namespaces");
	}

	private DefaultNamespace create(String name, Parents parents) {
		// Created before it is registered: the application's factory of adapters may call
		// the registry.
		DefaultNamespace made = this.maker.make(name, nameInMetrics(name, parents), this.removed.takenIds(name),
				this::left);
		made.measure();
		DefaultNamespace other = this.namespaces.putIfAbsent(name, made);
		if (other != null) {
			made.measureNoMore();
			made.close();
			return other;
		}
		made.start();
		adopt(made, parents);
		if (!parents.isEmpty()) {
			this.dynamic.add(made);
		}
		if (!name.equals("/")) {
			this.listeners.forEach((listener) -> tell(listener, made));
		}
		return made;
	}

	private void tell(Consumer<Namespace> listener, DefaultNamespace made) {
		try {
			listener.accept(made);
		}
		catch (Throwable ex) {
			// Errors too: the client that enters did not cause them.
			this.diagnostics.error(logger,
					"A listener failed when namespace '" + LogFormat.value(made.name()) + "' was created", ex);
		}
	}

	/**
	 * What metrics call a namespace. Clients do not choose it, since each name costs
	 * memory in a metrics system.
	 * @param name the name with its leading slash
	 * @param parents the patterns that accepted the name for a client
	 * @return the name, a pattern, or one word for all others
	 */
	private String nameInMetrics(String name, Parents parents) {
		if (this.standalone.contains(name)) {
			return name;
		}
		String pattern = parents.isEmpty() ? this.patterns.nameInMetrics(name) : parents.nameInMetrics();
		return (pattern != null) ? pattern : "dynamic";
	}

	private void left(DefaultNamespace namespace) {
		this.removed.left(namespace);
		this.dynamic.left(namespace);
		cleanUp(namespace);
		trim();
	}

	/**
	 * Remove the empty namespaces that are too many, now and, if lost sockets can come
	 * back to them, later.
	 */
	private void trim() {
		if (!this.dynamic.trim() && this.trimming.compareAndSet(false, true)) {
			this.timer.schedule(() -> {
				this.trimming.set(false);
				trim();
			}, TRIM_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Remove a namespace whose last socket has left, if that is enabled: at once, or when
	 * none of its lost sockets can come back.
	 * @param namespace a namespace whose last socket has left
	 */
	private void cleanUp(DefaultNamespace namespace) {
		if (!this.options.cleanupEmptyChildNamespaces() || !this.dynamic.contains(namespace)) {
			return;
		}
		if (namespace.closeIfEmpty()) {
			forget(namespace);
		}
		if (namespace.recoverableSockets() > 0 && this.waiting.add(namespace)) {
			this.timer.schedule(() -> {
				this.waiting.remove(namespace);
				cleanUp(namespace);
			}, this.options.recovery().maxDisconnection().toMillis() + 1, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Remove a namespace; its sockets are disconnected.
	 * @param name the name with its leading slash
	 * @return whether it existed
	 */
	boolean remove(String name) {
		DefaultNamespace namespace = this.namespaces.get(name);
		if (namespace == null) {
			return false;
		}
		// First, so that other threads do not find a namespace that is closing.
		this.removed.add(namespace);
		this.standalone.remove(name);
		forget(namespace);
		namespace.close();
		this.removed.left(namespace);
		return true;
	}

	/**
	 * Remove all namespaces, at the end of the server.
	 */
	void removeAll() {
		List.copyOf(this.namespaces.keySet()).forEach(this::remove);
	}

	/**
	 * Make room for a successor of a namespace that is closing.
	 * @param namespace a namespace that is closing
	 */
	private void forget(DefaultNamespace namespace) {
		this.namespaces.remove(namespace.name(), namespace);
		namespace.measureNoMore();
		this.dynamic.remove(namespace);
		this.patterns.release(namespace);
	}

}
