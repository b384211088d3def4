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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOObserver;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.metrics.ServerMeter;
import io.github.socketiospring.server.support.admission.NamespaceEntrance;
import io.github.socketiospring.server.support.admission.NamespaceFinder;
import io.github.socketiospring.server.support.admission.Seats;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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

	private final AdapterFactory adapters;

	private final EventHandling handling;

	private final @Nullable ServerMeter meter;

	private final @Nullable SocketIOObserver observer;

	private final Map<String, DefaultNamespace> namespaces = new ConcurrentHashMap<>();

	/** The names that were set up while the application started. */
	private final Set<String> standalone = ConcurrentHashMap.newKeySet();

	private final DynamicNamespaces dynamic;

	/** Those that are removed when no lost socket can come back to them. */
	private final Set<DefaultNamespace> waiting = ConcurrentHashMap.newKeySet();

	private final RemovedNamespaces removed = new RemovedNamespaces();

	private final List<NamespacePattern> patterns = new CopyOnWriteArrayList<>();

	private final List<Consumer<Namespace>> listeners = new CopyOnWriteArrayList<>();

	private final OncePerMinute unknownWarning = new OncePerMinute();

	/** The ids of acknowledgements of namespaces that are not on this node. */
	private final AtomicLong ackIdsElsewhere = new AtomicLong();

	private volatile boolean started;

	NamespaceRegistry(AdapterFactory adapters, EventHandling handling, @Nullable ServerMeter meter,
			@Nullable SocketIOObserver observer) {
		this.adapters = adapters;
		this.handling = handling;
		this.meter = meter;
		this.observer = observer;
		this.dynamic = new DynamicNamespaces(handling.context().options().maxDynamicNamespaces(), this::forget);
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
	 * Find a namespace, or create it for the application.
	 * @param name the name with its leading slash
	 * @return the existing namespace or a new one
	 */
	DefaultNamespace setUp(String name) {
		if (!this.started) {
			this.standalone.add(name);
		}
		DefaultNamespace namespace = this.namespaces.get(name);
		if (namespace == null) {
			namespace = create(name, List.of());
		}
		// A namespace that the application sets up is not removed when it is empty.
		this.dynamic.remove(namespace);
		return namespace;
	}

	/**
	 * Let namespaces be created for clients.
	 * @param matcher accepts their names
	 * @return a handle to set up all those namespaces
	 */
	Namespace add(NamespaceMatcher matcher) {
		NamespaceSetup setup = new NamespaceSetup();
		ParentNamespace parent = new ParentNamespace("/_" + this.patterns.size(), setup);
		this.patterns.add(new NamespacePattern(matcher, setup, parent));
		return parent;
	}

	/**
	 * Names that are set up from now on depend on patterns. Only the first call has an
	 * effect.
	 */
	void start() {
		if (!this.started) {
			this.started = true;
			this.standalone.forEach(this::reportPatterns);
		}
	}

	private void reportPatterns(String name) {
		for (NamespacePattern pattern : this.patterns) {
			pattern.matcher()
				.match(name, JsonNodeFactory.instance.objectNode())
				.subscribe((variables) -> logger.info(
						"Namespace {} is set up by its name: a pattern ({}) that "
								+ "also accepts the name does not apply to it",
						LogFormat.value(name), LogFormat.message(pattern.matcher())), (error) -> {
						});
		}
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
	@Nullable NamespaceCommands receiver(String name, boolean local) {
		DefaultNamespace namespace = this.namespaces.get(name);
		if (namespace != null) {
			return namespace.commands();
		}
		AdapterSender sender = this.adapters.sender(name);
		if (sender != null) {
			logger.debug("Namespace '{}' is not on this node", LogFormat.value(name));
			return local ? null : elsewhere(name, sender);
		}
		if (!isAccepted(name) && this.unknownWarning.pass()) {
			logger.warn("Nothing was sent to or asked of namespace '{}', since it was never set up (further "
					+ "names are logged once a minute)", LogFormat.value(name));
		}
		return null;
	}

	private NamespaceCommands elsewhere(String name, AdapterSender sender) {
		return new NamespaceCommands(name, sender, this.handling.context(),
				new Instruments(nameInMetrics(name, List.of()), null, this.observer),
				this.ackIdsElsewhere::getAndIncrement, (id) -> null);
	}

	/**
	 * Whether a pattern accepts a name, so that sending to it is not a mistake.
	 * @param name a name without a namespace
	 * @return {@code false} if no pattern can accept it
	 */
	private boolean isAccepted(String name) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matcher().mayMatch(name));
	}

	@Override
	public Mono<NamespaceEntrance> find(String name, JsonNode auth, Seats seats, Lease lease) {
		if (this.standalone.contains(name)) {
			DefaultNamespace namespace = this.namespaces.get(name);
			NamespaceEntrance entrance = (namespace != null) ? namespace.retain(List.of(), lease) : null;
			return (namespace != null && entrance != null) ? namespace.whenStarted(entrance) : Mono.empty();
		}
		return Flux.fromIterable(this.patterns)
			.concatMap((pattern) -> accept(pattern, name, auth))
			.collectList()
			.flatMap((accepted) -> ThreadLocals.around(() -> enter(name, accepted, seats, lease)));
	}

	private static Mono<Parentage> accept(NamespacePattern pattern, String name, JsonNode auth) {
		return ThreadLocals.around(() -> pattern.matcher().match(name, auth))
			.map((variables) -> new Parentage(pattern, variables));
	}

	private Mono<NamespaceEntrance> enter(String name, List<Parentage> accepted, Seats seats, Lease lease) {
		List<NamespaceSetup> setups = accepted.stream().map((parentage) -> parentage.pattern().setup()).toList();
		boolean claimed = false;
		while (true) {
			DefaultNamespace namespace = this.namespaces.get(name);
			if (namespace == null) {
				if (accepted.isEmpty()) {
					return Mono.empty();
				}
				if (!claimed) {
					claim(this.dynamic.share(), seats, lease);
					claimed = true;
				}
				namespace = createForClient(name, accepted);
			}
			else if (accepted.isEmpty() && isOfPattern(namespace)) {
				return Mono.empty();
			}
			int share = this.dynamic.share();
			NamespaceEntrance entrance = namespace.retain(setups, lease);
			if (entrance == null) {
				// It has just been removed; its successor is a different object.
				forget(namespace);
			}
			else {
				if (this.dynamic.entered(namespace) && !claimed) {
					claim(share, seats, lease);
				}
				adopt(namespace, accepted);
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
		return isAccepted(namespace.name())
				|| this.patterns.stream().anyMatch((pattern) -> pattern.namespaces().has(namespace));
	}

	/**
	 * Make a namespace a child of the patterns that accept it, if it is not yet.
	 * @param namespace an existing namespace
	 * @param accepted the patterns that accepted its name
	 */
	private void adopt(DefaultNamespace namespace, List<Parentage> accepted) {
		for (Parentage parentage : accepted) {
			NamespacePattern pattern = parentage.pattern();
			if (pattern.namespaces().adopt(namespace)) {
				namespace.addVariables(parentage.variables());
				namespace.setup().serverSideListeners().addAll(pattern.setup().serverSideListeners());
			}
		}
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

	private DefaultNamespace createForClient(String name, List<Parentage> accepted) {
		if (!this.dynamic.makeRoom()) {
			throw tooMany();
		}
		return create(name, accepted);
	}

	private ConnectRefusedException tooMany() {
		this.handling.context().count(SocketIOCounter.TOO_MANY_DYNAMIC_NAMESPACES);
		return new ConnectRefusedException("Too many namespaces");
	}

	private DefaultNamespace create(String name, List<Parentage> accepted) {
		// Created before it is registered: the application's factory of adapters may call
		// the registry.
		DefaultNamespace made = make(name, accepted);
		made.measure();
		DefaultNamespace other = this.namespaces.putIfAbsent(name, made);
		if (other != null) {
			made.measureNoMore();
			made.close();
			return other;
		}
		made.start();
		adopt(made, accepted);
		if (!accepted.isEmpty()) {
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
			this.handling.context()
				.errorLog()
				.error(logger, "A listener failed when namespace '" + LogFormat.value(made.name()) + "' was created",
						ex);
		}
	}

	private DefaultNamespace make(String name, List<Parentage> accepted) {
		NamespaceSetup setup = new NamespaceSetup();
		String shown = nameInMetrics(name, accepted);
		Instruments instruments = new Instruments(shown, (this.meter != null) ? this.meter.namespace(shown) : null,
				this.observer);
		LocalDelivery delivery = new LocalDelivery(name, setup.serverSideListeners(), this.handling.context(),
				instruments.meter());
		Adapter adapter = this.adapters.create(name, delivery);
		this.handling.context().listeners().observe(name, adapter);
		return new DefaultNamespace(name, setup, adapter, delivery, this.handling.of(name, instruments),
				this.removed.takenIds(name), this::left);
	}

	/**
	 * What metrics call a namespace. Clients do not choose it, since each name costs
	 * memory in a metrics system.
	 * @param name the name with its leading slash
	 * @param accepted the patterns that accepted the name for a client
	 * @return the name, a pattern, or one word for all others
	 */
	private String nameInMetrics(String name, List<Parentage> accepted) {
		if (this.standalone.contains(name)) {
			return name;
		}
		Stream<NamespaceMatcher> matchers = accepted.isEmpty()
				? this.patterns.stream().map(NamespacePattern::matcher).filter((matcher) -> matcher.mayMatch(name))
				: accepted.stream().map((parentage) -> parentage.pattern().matcher());
		return matchers.map(NamespaceMatcher::pattern).filter(Objects::nonNull).findFirst().orElse("dynamic");
	}

	private void left(DefaultNamespace namespace) {
		this.removed.left(namespace);
		this.dynamic.left(namespace);
		cleanUp(namespace);
	}

	/**
	 * Remove a namespace whose last socket has left, if that is enabled: at once, or when
	 * none of its lost sockets can come back.
	 * @param namespace a namespace whose last socket has left
	 */
	private void cleanUp(DefaultNamespace namespace) {
		SocketIOOptions options = this.handling.context().options();
		if (!options.cleanupEmptyChildNamespaces() || !this.dynamic.contains(namespace)) {
			return;
		}
		if (namespace.closeIfEmpty()) {
			forget(namespace);
		}
		if (namespace.recoverableSockets() > 0 && this.waiting.add(namespace)) {
			this.handling.context().timer().schedule(() -> {
				this.waiting.remove(namespace);
				cleanUp(namespace);
			}, options.recovery().maxDisconnection().toMillis() + 1, TimeUnit.MILLISECONDS);
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
		this.patterns.forEach((pattern) -> pattern.namespaces().release(namespace));
	}

	/**
	 * A pattern by which namespaces are created for clients.
	 *
	 * @param matcher accepts their names
	 * @param setup the application's set-up of them
	 * @param namespaces represents all of them
	 */
	private record NamespacePattern(NamespaceMatcher matcher, NamespaceSetup setup, ParentNamespace namespaces) {

	}

	/**
	 * A pattern that accepted a name.
	 *
	 * @param pattern the pattern whose set-up applies
	 * @param variables the variables in the name
	 */
	private record Parentage(NamespacePattern pattern, Map<String, String> variables) {

	}

}
