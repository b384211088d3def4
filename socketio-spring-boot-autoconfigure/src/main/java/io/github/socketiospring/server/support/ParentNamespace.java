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

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.PartialResultException;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/**
 * Represents all namespaces of one pattern. Each is created when the first client
 * connects to it, with the middleware, listeners and handlers that were added here.
 * Messages are sent to all of them.
 */
final class ParentNamespace extends AbstractNamespace {

	/** How many namespaces are queried at the same time. */
	private static final int QUERIES = 256;

	private final NamespaceSetup setup;

	/** In the order of their creation; guarded by itself. */
	private final Set<DefaultNamespace> children = new LinkedHashSet<>();

	ParentNamespace(String name, NamespaceSetup setup) {
		super(name);
		this.setup = setup;
	}

	/**
	 * Let a namespace belong to the pattern.
	 * @param child a namespace whose name the pattern accepts
	 * @return whether it did not belong to it before
	 */
	boolean adopt(DefaultNamespace child) {
		synchronized (this.children) {
			return this.children.add(child);
		}
	}

	boolean has(DefaultNamespace child) {
		synchronized (this.children) {
			return this.children.contains(child);
		}
	}

	void release(DefaultNamespace child) {
		synchronized (this.children) {
			this.children.remove(child);
		}
	}

	private Flux<DefaultNamespace> each() {
		return Flux.defer(() -> Flux.fromIterable(children()));
	}

	private List<DefaultNamespace> children() {
		synchronized (this.children) {
			return List.copyOf(this.children);
		}
	}

	@Override
	void setUp(Consumer<NamespaceSetup> change) {
		change.accept(this.setup);
	}

	@Override
	public Map<String, String> variables() {
		return Map.of();
	}

	@Override
	public Collection<SocketIOSocket> sockets() {
		List<SocketIOSocket> all = new ArrayList<>();
		children().forEach((child) -> all.addAll(child.sockets()));
		return all;
	}

	@Override
	public @Nullable SocketIOSocket socket(String id) {
		for (DefaultNamespace child : children()) {
			SocketIOSocket socket = child.socket(id);
			if (socket != null) {
				return socket;
			}
		}
		return null;
	}

	@Override
	public Set<String> rooms() {
		Set<String> all = new HashSet<>();
		children().forEach((child) -> all.addAll(child.rooms()));
		return all;
	}

	@Override
	public int roomSize(String room) {
		return children().stream().mapToInt((child) -> child.roomSize(room)).sum();
	}

	@Override
	public Adapter adapter() {
		throw new IllegalStateException("The namespaces of '" + name() + "' have an adapter each");
	}

	@Override
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		children().forEach((child) -> child.broadcast(options, event, arguments));
	}

	@Override
	public <T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return PartialResultException
			.keepResults(each().map((child) -> child.<T>broadcastWithAck(options, timeout, event, type, arguments))
				.collectList()
				.flatMapMany((answers) -> Flux.<T>mergeDelayError(Math.max(1, answers.size()),
						answers.toArray(ParentNamespace::array)))
				.onErrorMap(Exceptions::isMultiple,
						(failures) -> acknowledgements(event, Exceptions.unwrapMultiple(failures))));
	}

	// Not all at once: clients decide how many namespaces there are, and each query of
	// other nodes takes one of a limited number of requests.
	private <T> Flux<T> queryEach(Function<DefaultNamespace, Flux<T>> query) {
		return PartialResultException.keepResults(each().flatMapDelayError(query, QUERIES, Queues.XS_BUFFER_SIZE)
			.onErrorMap(Exceptions::isMultiple, (failures) -> queries(Exceptions.unwrapMultiple(failures))));
	}

	private static Throwable queries(List<Throwable> failures) {
		ClusterTimeoutException timeout = null;
		for (Throwable failure : failures) {
			if (!(failure instanceof ClusterTimeoutException late)) {
				return failure;
			}
			timeout = (timeout != null) ? timeout.and(late) : late;
		}
		return Objects.requireNonNull(timeout);
	}

	private static Throwable acknowledgements(String event, List<Throwable> failures) {
		Set<String> missing = new LinkedHashSet<>();
		Map<String, Throwable> invalid = new LinkedHashMap<>();
		Set<String> unread = new LinkedHashSet<>();
		int elsewhere = 0;
		MissingNodes nodes = MissingNodes.NONE;
		for (Throwable failure : failures) {
			if (!(failure instanceof AckTimeoutException late)) {
				return failure;
			}
			missing.addAll(late.missing());
			late.invalid().forEach((id, problem) -> invalid.put(numbered(id, invalid.size() + 1), problem));
			unread.addAll(late.unread());
			elsewhere += late.missingElsewhere();
			nodes = nodes.and(late.missingNodes());
		}
		return new AckTimeoutException(event, missing, invalid, unread, elsewhere, nodes);
	}

	/**
	 * Return a key that differs from those of other namespaces.
	 * @param id the id of a socket, or a number in its place if its node did not report
	 * it
	 * @param number a number that no other key has
	 * @return the id, or the number in its place
	 */
	private static String numbered(String id, int number) {
		return id.startsWith("#") ? "#" + number : id;
	}

	@SuppressWarnings("unchecked")
	private static <T> Flux<T>[] array(int length) {
		return (Flux<T>[]) new Flux<?>[length];
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
		return queryEach((child) -> child.fetchSockets(options, timeout));
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes() {
		return rooms(DefaultNamespace::roomsOfAllNodes);
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes(Duration timeout) {
		return rooms((child) -> child.roomsOfAllNodes(timeout));
	}

	private Mono<Set<String>> rooms(Function<DefaultNamespace, Mono<Set<String>>> query) {
		return PartialResultException.keepResults(queryEach((child) -> known(query.apply(child))).distinct())
			.collect(HashSet::new, Set::add);
	}

	// The rooms that arrived before a failure are known, too.
	private static Flux<String> known(Mono<Set<String>> rooms) {
		return rooms.flatMapIterable(Function.identity())
			.onErrorResume(PartialResultException.class,
					(ex) -> Flux.fromIterable(ex.results()).cast(String.class).concatWith(Flux.error(ex)));
	}

	@Override
	public Mono<Integer> nodeCount() {
		return each().flatMap(DefaultNamespace::nodeCount).reduce(0, Math::max);
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		return Mono.when(children().stream().map((child) -> child.joinAll(options, rooms)).toList());
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		return Mono.when(children().stream().map((child) -> child.leaveAll(options, rooms)).toList());
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		return Mono.when(children().stream().map((child) -> child.disconnectAll(options, close)).toList());
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		children().forEach((child) -> child.serverSideEmit(event, arguments));
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return queryEach((child) -> child.serverSideEmitWithAck(event, type, arguments));
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type,
			@Nullable Object... arguments) {
		return queryEach((child) -> child.serverSideEmitWithAck(timeout, event, type, arguments));
	}

}
