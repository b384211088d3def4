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

package io.github.socketiospring.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketEventPublisher}.
 */
class SocketEventPublisherTests {

	private final List<Object> events = new ArrayList<>();

	private final SocketEventPublisher publisher = new SocketEventPublisher(this.events::add, (event) -> true,
			Runnable::run);

	private final SocketIOServer io = SocketIOServers.builder().listener(this.publisher).build();

	private List<String> names() {
		return this.events.stream().map((event) -> event.getClass().getSimpleName()).toList();
	}

	private <T> T single(Class<T> type) {
		List<T> found = this.events.stream().filter(type::isInstance).map(type::cast).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	@Test
	void tellsTheLifeOfASocketInOrder() {
		this.io.onConnection((socket) -> this.events.add("listener"));
		TestEngineSession session = TestEngineSession.open(this.io);
		String id = session.connect("/");
		SocketIOSocket socket = this.io.of("/").socket(id);
		assertThat(socket).isNotNull();
		socket.join("a");
		socket.join("a");
		session.lose(CloseReason.PING_TIMEOUT);
		assertThat(names()).containsExactly("String", "SocketConnectedEvent", "RoomJoinedEvent", "RoomLeftEvent",
				"SocketDisconnectedEvent");
		assertThat(single(SocketConnectedEvent.class).socket()).isSameAs(socket);
		assertThat(single(SocketDisconnectedEvent.class).socket()).isSameAs(socket);
		assertThat(single(SocketDisconnectedEvent.class).details().reason()).isEqualTo(DisconnectReason.PING_TIMEOUT);
		RoomJoinedEvent joined = single(RoomJoinedEvent.class);
		assertThat(List.of(joined.namespace(), joined.socketId(), joined.room())).containsExactly("/", id, "a");
		assertThat(single(RoomLeftEvent.class).room()).isEqualTo("a");
	}

	@Test
	void tellsOfADisconnectAfterItsHandlers() {
		Sinks.Empty<Void> handled = Sinks.empty();
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
				return handled.asMono();
			}

		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(names()).containsExactly("SocketConnectedEvent");
		handled.tryEmitEmpty();
		assertThat(names()).containsExactly("SocketConnectedEvent", "SocketDisconnectedEvent");
	}

	@Test
	void tellsNothingOfSocketsThatDidNotEnter() {
		this.io.use((socket, next) -> Mono.error(new IllegalStateException("no")));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.events).isEmpty();
	}

	@Test
	void tellsWhenTheFirstSocketOfAUserComesAndTheLastGoes() {
		TestEngineSession first = TestEngineSession.open(this.io, () -> "ann", Context.empty());
		TestEngineSession second = TestEngineSession.open(this.io, () -> "ann", Context.empty());
		first.connect("/");
		second.connect("/");
		first.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(names()).containsOnlyOnce("UserCameEvent").doesNotContain("UserGoneEvent", "RoomJoinedEvent");
		second.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(single(UserCameEvent.class).user()).isEqualTo("ann");
		assertThat(single(UserGoneEvent.class).user()).isEqualTo("ann");
		assertThat(single(UserGoneEvent.class).namespace()).isEqualTo("/");
	}

	@Test
	void isNotMisledByAUserWhoseSocketsComeAndGoAtOnce() {
		this.publisher.onUserCame("/", "ann");
		this.publisher.onUserCame("/", "ann");
		this.publisher.onUserGone("/", "ann");
		assertThat(names()).containsExactly("UserCameEvent");
		this.publisher.onUserGone("/", "ann");
		assertThat(names()).containsExactly("UserCameEvent", "UserGoneEvent");
		this.publisher.onUserGone("/", "bob");
		this.publisher.onUserCame("/", "bob");
		this.publisher.onUserCame("/", "bob");
		assertThat(names()).containsExactly("UserCameEvent", "UserGoneEvent", "UserCameEvent");
	}

	@Test
	void goesOnAfterAListenerFailed() {
		AtomicInteger calls = new AtomicInteger();
		SocketEventPublisher failing = new SocketEventPublisher((event) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("listener");
		}, (event) -> true, Runnable::run);
		failing.onJoin("/", "socket", "a");
		failing.onLeave("/", "socket", "a");
		assertThat(calls).hasValue(2);
	}

	@Test
	void goesOnAfterTheExecutorRejectedALine() {
		AtomicBoolean full = new AtomicBoolean(true);
		SocketEventPublisher bounded = new SocketEventPublisher(this.events::add, (event) -> true, (task) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			task.run();
		});
		bounded.onJoin("/", "socket", "a");
		bounded.onUserCame("/", "ann");
		List<String> idle = new ArrayList<>();
		bounded.whenIdle(() -> idle.add("idle"));
		assertThat(idle).containsExactly("idle");
		full.set(false);
		bounded.onLeave("/", "socket", "a");
		bounded.onUserGone("/", "ann");
		assertThat(names()).containsExactly("RoomLeftEvent", "UserGoneEvent");
	}

	@Test
	void countsUsersWhoseEventsAreDropped() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		SocketEventPublisher slow = new SocketEventPublisher(this.events::add, (event) -> true, tasks::add);
		slow.onUserCame("/", "ann");
		runAll(tasks);
		for (int i = 0; i < 100_000; i++) {
			slow.onJoin("/", "ann", "a");
		}
		slow.onUserGone("/", "ann");
		runAll(tasks);
		assertThat(names()).startsWith("UserCameEvent").doesNotContain("UserGoneEvent");
		this.events.clear();
		slow.onUserCame("/", "ann");
		runAll(tasks);
		assertThat(names()).containsExactly("UserCameEvent");
	}

	@Test
	void takesNoThreadForEventsThatNobodyWants() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		Set<Class<?>> wanted = new HashSet<>();
		SocketEventPublisher chosen = new SocketEventPublisher(this.events::add,
				(event) -> wanted.contains(event.getClass()), tasks::add);
		chosen.onUserCame("/", "ann");
		chosen.onJoin("/", "socket", "a");
		assertThat(tasks).isEmpty();
		wanted.addAll(List.of(UserCameEvent.class, RoomLeftEvent.class));
		chosen.onUserCame("/", "ann");
		chosen.onLeave("/", "socket", "a");
		runAll(tasks);
		assertThat(names()).containsExactly("RoomLeftEvent");
	}

	private static void runAll(Queue<Runnable> tasks) {
		while (!tasks.isEmpty()) {
			tasks.remove().run();
		}
	}

	@Test
	void dropsWhatWaitsBeyondTheLimit() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		SocketEventPublisher slow = new SocketEventPublisher(this.events::add, (event) -> true, tasks::add);
		for (int i = 0; i < 100_001; i++) {
			slow.onJoin("/", socketInLine(i % 64), "a");
		}
		List<String> idle = new ArrayList<>();
		slow.whenIdle(() -> idle.add("idle"));
		assertThat(idle).isEmpty();
		assertThat(tasks).hasSize(64);
		runAll(tasks);
		assertThat(this.events).hasSize(100_000);
		assertThat(idle).containsExactly("idle");
		slow.whenIdle(() -> idle.add("idle at once"));
		assertThat(idle).containsExactly("idle", "idle at once");
	}

	@Test
	void leavesPlacesToOthersIfOneSocketCausesManyEvents() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		SocketEventPublisher slow = new SocketEventPublisher(this.events::add, (event) -> true, tasks::add);
		for (int i = 0; i < 100_000; i++) {
			slow.onJoin("/", socketInLine(0), "a");
		}
		slow.onLeave("/", socketInLine(1), "a");
		runAll(tasks);
		assertThat(this.events).hasSize(6_251);
		assertThat(single(RoomLeftEvent.class).socketId()).isEqualTo(socketInLine(1));
	}

	/**
	 * The id of a socket, chosen by its hash code.
	 * @param line the number of the line in which its events wait
	 * @return another id for each line
	 */
	private static String socketInLine(int line) {
		return String.valueOf((char) ('@' + line));
	}

}
