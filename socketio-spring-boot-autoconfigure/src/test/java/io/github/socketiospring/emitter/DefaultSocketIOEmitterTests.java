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

package io.github.socketiospring.emitter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.core.AfterCommit;
import io.github.socketiospring.core.SocketIOEmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DefaultSocketIOEmitterTests {

	private final List<String> log = new ArrayList<>();

	private final List<Runnable> waiting = new ArrayList<>();

	private final SocketIOEmitter emitter = new DefaultSocketIOEmitter((namespace) -> (message) -> {
		this.log.add(namespace + " " + text(message));
		return Mono.empty();
	}, new Waiting());

	private static String text(ClusterMessage message) {
		if (message instanceof ClusterMessage.Broadcast broadcast) {
			return "emit " + List.of((Object[]) broadcast.event().data()) + " in " + broadcast.event().namespace()
					+ text(broadcast.options());
		}
		if (message instanceof ClusterMessage.Join join) {
			return "join " + join.rooms() + text(join.options());
		}
		if (message instanceof ClusterMessage.Leave leave) {
			return "leave " + leave.rooms() + text(leave.options());
		}
		if (message instanceof ClusterMessage.Disconnect disconnect) {
			return "disconnect " + disconnect.close() + text(disconnect.options());
		}
		ClusterMessage.ServerEvent event = (ClusterMessage.ServerEvent) message;
		return "server " + List.of((Object[]) event.event().data()) + " " + event.requestId();
	}

	private static String text(BroadcastOptions options) {
		return " to " + sorted(options.rooms()) + " except " + sorted(options.except())
				+ (options.droppable() ? " volatile" : "") + (options.compressed() ? "" : " uncompressed");
	}

	private static List<String> sorted(Collection<String> names) {
		return names.stream().sorted().toList();
	}

	@Test
	void sendsAtOnceToTheRootNamespace() {
		this.emitter.emit("hello", 1);
		this.emitter.send("text");
		assertThat(this.log).containsExactly("/ emit [hello, 1] in / to [] except []",
				"/ emit [message, text] in / to [] except []");
	}

	@Test
	void choosesSockets() {
		this.emitter.to("a").in("b").to(List.of()).except("c", "d").emit("e");
		this.emitter.in(List.of("a")).toUser("ann").emit("e");
		this.emitter.toUser(List.of("ann", "bob")).emit("e");
		this.emitter.except("c").emit("e");
		assertThat(this.log).containsExactly("/ emit [e] in / to [a, b] except [c, d]",
				"/ emit [e] in / to [\u0000user:ann, a] except []",
				"/ emit [e] in / to [\u0000user:ann, \u0000user:bob] except []", "/ emit [e] in / to [] except [c]");
	}

	@Test
	void setsFlags() {
		this.emitter.asVolatile().emit("e");
		this.emitter.compress(false).asVolatile().emit("e");
		this.emitter.compress(false).compress(true).emit("e");
		assertThat(this.log).containsExactly("/ emit [e] in / to [] except [] volatile",
				"/ emit [e] in / to [] except [] volatile uncompressed", "/ emit [e] in / to [] except []");
	}

	@Test
	void modifiersChangeNoOperator() {
		var a = this.emitter.to("a");
		a.to("b").asVolatile();
		a.emit("e");
		assertThat(this.log).containsExactly("/ emit [e] in / to [a] except []");
	}

	@Test
	void choosesNamespaces() {
		this.emitter.of("chat").emit("e");
		this.emitter.of("/chat").of("/").emit("e");
		this.emitter.of("").emit("e");
		this.emitter.of("chat").of("other").serverSideEmit("e");
		assertThat(this.log).containsExactly("/chat emit [e] in /chat to [] except []",
				"/ emit [e] in / to [] except []", "/ emit [e] in / to [] except []", "/other server [e] null");
	}

	@Test
	void commandsSockets() {
		this.emitter.socketsJoin("x", "y");
		this.emitter.to("a").socketsJoin(List.of("x"));
		this.emitter.except("a").socketsLeave("x");
		this.emitter.to("a").socketsLeave(List.of("x"));
		this.emitter.to("a").disconnectSockets();
		this.emitter.disconnectSockets(true);
		assertThat(this.log).containsExactly("/ join [x, y] to [] except []", "/ join [x] to [a] except []",
				"/ leave [x] to [] except [a]", "/ leave [x] to [a] except []", "/ disconnect false to [a] except []",
				"/ disconnect true to [] except []");
	}

	@Test
	void sendsByCallingMethods() {
		Client client = this.emitter.to("a").as(Client.class);
		client.hello("x", 1);
		client.twice("y");
		this.emitter.as(Client.class).hello("z", 2);
		assertThat(this.log).containsExactly("/ emit [hello, x, 1] in / to [a] except []",
				"/ emit [hello, y, 1] in / to [a] except []", "/ emit [hello, y, 2] in / to [a] except []",
				"/ emit [hello, z, 2] in / to [] except []");
	}

	@ParameterizedTest
	@ValueSource(classes = { AskingOne.class, AskingAll.class, AskingNothing.class })
	void rejectsMethodsThatWantAcknowledgements(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.emitter.as(type))
			.withMessageEndingWith("must return void: an emitter gets no acknowledgements")
			.withMessageContaining(type.getSimpleName());
	}

	@Test
	void rejectsWhatNoEventCanBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.emitter.as(String.class))
			.withMessage("java.lang.String is not an interface");
		for (Runnable call : List.<Runnable>of(() -> this.emitter.emit("disconnect"),
				() -> this.emitter.to("a").emit("connect"), () -> this.emitter.serverSideEmit("connection"))) {
			assertThatIllegalArgumentException().isThrownBy(call::run)
				.withMessageContaining("is a reserved event name");
		}
		assertThat(this.log).isEmpty();
	}

	@Test
	void rejectsReservedRooms() {
		String reserved = "\u0000user:ann";
		Stream<Supplier<Object>> calls = Stream.of(() -> this.emitter.to(reserved),
				() -> this.emitter.except(List.of("a", reserved)), () -> this.emitter.socketsJoin(reserved),
				() -> this.emitter.to("a").socketsLeave(reserved));
		assertThat(calls).allSatisfy((call) -> assertThatIllegalArgumentException().isThrownBy(call::get)
			.withMessage("A room's name must not begin with a NUL character"));
		assertThat(this.log).isEmpty();
	}

	@Test
	void waitsForCommits() {
		SocketIOEmitter chat = this.emitter.of("chat");
		chat.afterCommit().run(() -> chat.emit("e"));
		assertThat(this.log).isEmpty();
		this.waiting.forEach(Runnable::run);
		assertThat(this.log).containsExactly("/chat emit [e] in /chat to [] except []");
	}

	private interface Client {

		void hello(String name, int count);

		default void twice(String name) {
			hello(name, 1);
			hello(name, 2);
		}

	}

	private interface AskingOne {

		Mono<String> ask();

	}

	private interface AskingAll {

		void hello();

		Flux<String> ask();

	}

	private interface AskingNothing {

		Mono<Void> ask();

	}

	private final class Waiting implements AfterCommit {

		@Override
		public void run(Runnable sending) {
			DefaultSocketIOEmitterTests.this.waiting.add(sending);
		}

		@Override
		public Mono<Void> mono(Runnable sending) {
			return Mono.fromRunnable(() -> run(sending));
		}

	}

}
