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

package io.github.socketiospring.server.support.life;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonGetter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.AnyEventListener;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.HoldingHandler;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.OutgoingListener;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.Race;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DefaultSocketTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final List<String> log = new ArrayList<>();

	private TestEngineSession session;

	private SocketIOSocket connect() {
		this.session = TestEngineSession.open(this.io);
		return this.io.of("/").socket(this.session.connect("/"));
	}

	private SocketEventListener logging(String name) {
		return (arguments, ack) -> this.log.add(name);
	}

	// Events

	@Test
	void handsArgumentsToListener() {
		SocketIOSocket socket = connect();
		socket.on("all", (arguments, ack) -> {
			this.log.add(arguments.size() + " " + arguments.get(0).asString() + " "
					+ arguments.get(1, Map.class).get("a") + " " + arguments.get(2, int.class));
			this.log.add(String.valueOf(arguments.get(3, new ParameterizedTypeReference<List<String>>() {
			})));
			this.log.add(arguments.get(4, String.class) + " " + arguments.get(5, String.class) + " "
					+ arguments.get(5).isMissingNode());
			this.log.add("requested: " + ack.isRequested());
		});
		this.session.receive("2[\"all\",\"text\",{\"a\":1},3,[\"x\",\"y\"],null]");
		assertThat(this.log).containsExactly("5 text 1 3", "[x, y]", "null null true", "requested: false");
	}

	@Test
	void handsBinaryToListener() {
		SocketIOSocket socket = connect();
		socket.on("file", (arguments, ack) -> {
			this.log.add(Arrays.toString(arguments.get(0, byte[].class)));
			ack.send(arguments.get(0), Map.of("size", 2));
		});
		this.session.receive("51-7[\"file\",{\"_placeholder\":true,\"num\":0}]");
		assertThat(this.log).isEmpty();
		this.session.receiveBinary(1, 2);
		assertThat(this.log).containsExactly("[1, 2]");
		assertThat(this.session.take()).containsExactly("61-7[{\"_placeholder\":true,\"num\":0},{\"size\":2}]",
				"<0102>");
	}

	@Test
	void callsListenersInOrderUntilTheyAreRemoved() {
		SocketIOSocket socket = connect();
		SocketEventListener first = logging("first");
		socket.on("e", first).once("e", logging("once")).on("e", logging("last"));
		this.session.receive("2[\"e\"]", "2[\"e\"]");
		assertThat(this.log).containsExactly("first", "once", "last", "first", "last");
		this.log.clear();
		socket.off("e", first);
		this.session.receive("2[\"e\"]");
		assertThat(this.log).containsExactly("last");
		socket.off("e");
		this.session.receive("2[\"e\"]");
		assertThat(this.log).containsExactly("last");
	}

	@Test
	void removesListenerThatWasToBeCalledOnce() {
		SocketIOSocket socket = connect();
		SocketEventListener once = logging("once");
		socket.once("e", once).off("e", once);
		this.session.receive("2[\"e\"]");
		assertThat(this.log).isEmpty();
	}

	@Test
	void ignoresEventsThatNobodyHandles() {
		connect();
		this.session.receive("21[\"nobody\"]", "2", "2[7]");
		assertThat(this.session.take()).isEmpty();
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void asksHandlersBeforeListeners() {
		List<EventInvocation> held = new ArrayList<>();
		this.io.of("/").addHandler(new HoldingHandler(held));
		SocketIOSocket socket = connect();
		socket.on("e", logging("listener"));
		this.session.receive("2[\"e\"]");
		assertThat(held).hasSize(1);
		assertThat(this.log).isEmpty();
		held.get(0).handled();
		assertThat(this.log).containsExactly("listener");
	}

	@Test
	void handlesOneEventAfterAnother() {
		List<EventInvocation> held = new ArrayList<>();
		this.io.of("/").addHandler(new HoldingHandler(held));
		connect();
		this.session.receive("2[\"a\"]", "2[\"b\"]", "2[\"c\"]");
		assertThat(held).extracting(EventInvocation::event).containsExactly("a");
		held.get(0).handled();
		held.get(1).fail(new IllegalStateException("broken"));
		assertThat(held).extracting(EventInvocation::event).containsExactly("a", "b", "c");
	}

	@Test
	void acknowledgesOnce() {
		SocketIOSocket socket = connect();
		socket.on("e", (arguments, ack) -> {
			ack.send("first");
			ack.send("second");
		}).on("e", (arguments, ack) -> ack.send("third"));
		this.session.receive("20[\"e\"]", "2[\"e\"]");
		assertThat(this.session.take()).containsExactly("30[\"first\"]");
	}

	@Test
	void mayAcknowledgeLaterAndOutOfOrder() {
		List<Ack> kept = new ArrayList<>();
		SocketIOSocket socket = connect();
		socket.on("e", (arguments, ack) -> kept.add(ack));
		this.session.receive("21[\"e\"]", "22[\"e\"]");
		assertThat(this.session.take()).isEmpty();
		kept.get(1).send("second");
		kept.get(0).send("first");
		assertThat(this.session.take()).containsExactly("32[\"second\"]", "31[\"first\"]");
	}

	@Test
	void convertsForEachListenerAsItAsks() {
		SocketIOSocket socket = connect();
		socket.on("e", (arguments, ack) -> this.log.add("map " + arguments.get(0, Map.class).get("a")));
		socket.on("e", (arguments, ack) -> this.log.add("tree " + arguments.get(0).path("a").asInt()));
		this.session.receive("2[\"e\",{\"a\":1}]");
		assertThat(this.log).containsExactly("map 1", "tree 1");
	}

	@Test
	void mayAcknowledgeAgainWhenTheAnswerCouldNotBeSent() {
		SocketIOSocket socket = connect();
		socket.on("e", (arguments, ack) -> ack.send(new Unsendable()));
		this.session.receive("20[\"e\"]");
		assertThat(this.session.take()).singleElement().asString().startsWith("30[{").contains("500");
	}

	@Test
	void tellsClientOfFailureWithoutInternals() {
		SocketIOSocket socket = connect();
		socket.on("e", (arguments, ack) -> {
			throw new IllegalStateException("our password is 1234");
		});
		this.session.receive("20[\"e\"]", "2[\"e\"]");
		assertThat(this.session.take())
			.containsExactly("30[{\"title\":\"Internal Server Error\",\"status\":500,\"socketioProblem\":true}]");
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void acknowledgesNothingOnceDisconnected() {
		Ack[] held = new Ack[1];
		SocketIOSocket socket = connect();
		socket.on("e", (arguments, ack) -> held[0] = ack);
		this.session.receive("20[\"e\"]", "1");
		held[0].send("late");
		assertThat(this.session.take()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" })
	void refusesReservedEvents(String event) {
		SocketIOSocket socket = connect();
		assertThatIllegalArgumentException().isThrownBy(() -> socket.emit(event)).withMessageContaining(event);
		assertThatIllegalArgumentException().isThrownBy(() -> socket.asVolatile().emit(event));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.emitWithAck(event, String.class));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.broadcast().emit(event));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.on(event, logging("never")));
		assertThat(this.session.take()).isEmpty();
	}

	// Listeners for all events, interceptors

	@Test
	void tellsListenersForAllEventsFirst() {
		SocketIOSocket socket = connect();
		AnyEventListener second = (event, arguments) -> this.log.add("second " + event + " " + arguments.size());
		socket.on("e", logging("handled"));
		socket.onAny(second).prependAny((event, arguments) -> this.log.add("first " + event));
		socket.onAny((event, arguments) -> {
			throw new IllegalStateException("broken");
		});
		this.session.receive("2[\"e\",1,2]", "2[\"nobody\"]", "2");
		assertThat(this.log).containsExactly("first e", "second e 2", "handled", "first nobody", "second nobody 0",
				"first ", "second  0");
		this.log.clear();
		socket.offAny(second);
		this.session.receive("2[\"e\"]");
		assertThat(this.log).containsExactly("first e", "handled");
	}

	@Test
	void letsInterceptorChangeArguments() {
		SocketIOSocket socket = connect();
		socket.use((event) -> {
			event.arguments().set(0, JsonNodeFactory.instance.stringNode(event.name() + " changed"));
			event.arguments().add(JsonNodeFactory.instance.numberNode(2));
			return Mono.empty();
		});
		socket.on("e", (arguments, ack) -> this.log.add(arguments.get(0).asString() + " " + arguments.size()));
		this.session.receive("2[\"e\",1]");
		assertThat(this.log).containsExactly("e changed 2");
	}

	@Test
	void letsInterceptorVeto() {
		SocketIOSocket socket = connect();
		socket.use((event) -> {
			this.log.add("first");
			return event.name().equals("bad") ? Mono.error(new IllegalStateException("secret")) : Mono.empty();
		}).use((event) -> {
			this.log.add("second");
			return Mono.empty();
		});
		socket.on("bad", logging("bad")).on("good", logging("good"));
		this.session.receive("20[\"bad\"]", "2[\"bad\"]", "21[\"good\"]");
		assertThat(this.log).containsExactly("first", "first", "first", "second", "good");
		assertThat(this.session.take()).singleElement().asString().startsWith("30[").doesNotContain("secret");
	}

	@Test
	void letsInterceptorAcknowledge() {
		SocketIOSocket socket = connect();
		socket.use((event) -> {
			event.ack().send("intercepted");
			return Mono.error(new IllegalStateException("no"));
		});
		this.session.receive("20[\"e\"]");
		assertThat(this.session.take()).containsExactly("30[\"intercepted\"]");
	}

	@Test
	void handlersThatDoNotCareForOrderWaitForNobodyBehindInterceptors() {
		List<EventInvocation> held = new ArrayList<>();
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public EventHandler eventHandler(String event) {
				return new EventHandler() {

					@Override
					public @Nullable Object readArguments(EventArguments arguments) {
						return null;
					}

					@Override
					public void handle(EventInvocation invocation) {
						held.add(invocation);
					}

					@Override
					public boolean isOrdered() {
						return event.equals("ordered");
					}

				};
			}

		});
		SocketIOSocket socket = connect();
		socket.use((event) -> Mono.empty()).onAny((event, arguments) -> this.log.add(event));
		this.session.receive("2[\"a\"]", "2[\"b\"]", "2[\"ordered\"]", "2[\"c\"]");
		assertThat(held).extracting(EventInvocation::event).containsExactly("a", "b", "ordered");
		assertThat(this.log).containsExactly("a", "b", "ordered");
		held.get(2).handled();
		assertThat(held).extracting(EventInvocation::event).containsExactly("a", "b", "ordered", "c");
	}

	@Test
	void interceptorMayTakeItsTimeAndKeepsTheOrder() {
		Sinks.Empty<Void> decision = Sinks.empty();
		SocketIOSocket socket = connect();
		socket.use((event) -> event.name().equals("slow") ? decision.asMono() : Mono.empty());
		socket.on("slow", logging("slow")).on("fast", logging("fast"));
		this.session.receive("2[\"slow\"]", "2[\"fast\"]");
		assertThat(this.log).isEmpty();
		decision.tryEmitEmpty();
		assertThat(this.log).containsExactly("slow", "fast");
	}

	@Test
	void needsNoStackForInterceptedEventsThatWaited() {
		Sinks.Empty<Void> decision = Sinks.empty();
		AtomicInteger handled = new AtomicInteger();
		SocketIOSocket socket = connect();
		socket.use((event) -> event.name().equals("slow") ? decision.asMono() : Mono.empty());
		socket.on("fast", (arguments, ack) -> handled.incrementAndGet());
		this.session.receive("2[\"slow\"]");
		for (int i = 0; i < 20_000; i++) {
			this.session.receive("2[\"fast\"]");
		}
		decision.tryEmitEmpty();
		assertThat(handled).hasValue(20_000);
	}

	@Test
	void tellsOfWhatIsSent() {
		SocketIOSocket socket = connect();
		OutgoingListener listener = (event, arguments) -> this.log.add(event + Arrays.toString(arguments));
		socket.onAnyOutgoing((event, arguments) -> {
			throw new IllegalStateException("broken");
		});
		socket.onAnyOutgoing(listener);
		socket.emit("one", 1, "x");
		this.io.emit("two");
		socket.asVolatile().emit("three");
		socket.emitWithAck("four", String.class, 4).onErrorComplete().subscribe();
		socket.offAnyOutgoing(listener);
		socket.emit("five");
		assertThat(this.log).containsExactly("one[1, x]", "two[]", "three[]", "four[4]");
		assertThat(this.session.take()).hasSize(5);
	}

	// Rooms

	@Test
	void joinsAndLeavesRooms() {
		SocketIOSocket socket = connect();
		socket.join("a", "b");
		socket.leave("a", "unknown");
		assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "b");
		this.io.to("b").emit("hello");
		this.io.to("a").emit("nobody");
		assertThat(this.session.take()).containsExactly("2[\"hello\"]");
	}

	@Test
	void sendsToOthers() {
		SocketIOSocket socket = connect();
		TestEngineSession own = this.session;
		SocketIOSocket other = connect();
		socket.join("x");
		other.join("x");
		socket.to("x").emit("to");
		socket.in("x").emit("in");
		socket.to(List.of("x")).emit("collection");
		socket.broadcast().emit("broadcast");
		socket.local().emit("local");
		socket.except("x").emit("except");
		assertThat(own.take()).isEmpty();
		assertThat(this.session.take()).containsExactly("2[\"to\"]", "2[\"in\"]", "2[\"collection\"]",
				"2[\"broadcast\"]", "2[\"local\"]");
	}

	@Test
	void doesNotSendToEverybodyWhenTheCollectionOfRoomsIsEmpty() {
		connect();
		BroadcastOperator toRoom = this.io.to("x").to(List.of());
		toRoom.emit("hello");
		assertThat(this.session.take()).isEmpty();
	}

	@Test
	void sendsToUserOnEveryDevice() {
		Principal ann = () -> "ann";
		TestEngineSession phone = TestEngineSession.open(this.io, ann, Context.empty());
		TestEngineSession desk = TestEngineSession.open(this.io, ann, Context.empty());
		TestEngineSession bob = TestEngineSession.open(this.io, () -> "bob", Context.empty());
		for (TestEngineSession client : List.of(phone, desk, bob)) {
			client.connect("/");
		}
		this.io.of("/").toUser("ann").emit("hello");
		assertThat(phone.take()).containsExactly("2[\"hello\"]");
		assertThat(desk.take()).containsExactly("2[\"hello\"]");
		assertThat(bob.take()).isEmpty();
		this.io.of("/").toUser("ann", "bob").emit("both");
		assertThat(bob.take()).containsExactly("2[\"both\"]");
	}

	@Test
	void changesUserWithThePrincipal() {
		SocketIOSocket socket = connect();
		socket.setPrincipal(() -> "ann");
		socket.setPrincipal(() -> "bob");
		this.io.of("/").toUser("ann").emit("ann");
		this.io.of("/").toUser("bob").emit("bob");
		assertThat(this.session.take()).containsExactly("2[\"bob\"]");
		assertThat(socket.rooms()).containsExactly(socket.id());
	}

	@Test
	void hidesRoomsOfUsers() {
		SocketIOSocket socket = connect();
		socket.setPrincipal(() -> "ann");
		socket.join("x");
		List<RemoteSocket> found = this.io.of("/").fetchSockets().collectList().block();
		assertThat(found).singleElement()
			.satisfies((remote) -> assertThat(remote.rooms()).containsExactlyInAnyOrder(socket.id(), "x"));
	}

	@Test
	void refusesReservedRooms() {
		String reserved = "\u0000user:ann";
		SocketIOSocket socket = connect();
		assertThatIllegalArgumentException().isThrownBy(() -> socket.join("fine", reserved));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.leave(reserved));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.to(reserved));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.except(reserved));
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.to(reserved));
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.of("/").to(List.of(reserved)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.except(reserved));
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.of("/").socketsJoin(reserved));
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.of("/").socketsLeave(reserved));
		assertThat(socket.rooms()).containsExactly(socket.id());
	}

	@Test
	void sharesAttributesWithThoseWhoFetchSockets() {
		SocketIOSocket socket = connect();
		socket.attributes().put("name", "Ann");
		RemoteSocket details = this.io.fetchSockets().blockFirst();
		assertThat(details.attributes()).isEqualTo(Map.of("name", "Ann"));
		socket.attributes().put("name", "Bob");
		assertThat(details.attributes()).isEqualTo(Map.of("name", "Ann"));
	}

	// Sending

	@Test
	void sendsArgumentsOfAllKinds() {
		SocketIOSocket socket = connect();
		socket.emit("e", "text", 1, null, List.of(true), Map.of("a", new byte[] { 1 }), new byte[] { 2, 3 });
		socket.send("hello");
		assertThat(this.session.take())
			.containsExactly("52-[\"e\",\"text\",1,null,[true],{\"a\":{\"_placeholder\":true,\"num\":0}},"
					+ "{\"_placeholder\":true,\"num\":1}]", "<01>", "<0203>", "2[\"message\",\"hello\"]");
	}

	@Test
	void failsAtOnceWhenArgumentCannotBeSent() {
		SocketIOSocket socket = connect();
		assertThatIllegalArgumentException().isThrownBy(() -> socket.emit("e", new Unsendable()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.emit("e", new Unsendable()));
		socket.emit("fine");
		assertThat(this.session.take()).containsExactly("2[\"fine\"]");
	}

	@Test
	void dropsVolatileEventThatWouldHaveToWait() {
		SocketIOSocket socket = connect();
		TestEngineSession slow = this.session;
		connect();
		TestEngineSession fast = this.session;
		slow.writable(false);
		socket.asVolatile().emit("own");
		this.io.of("/").asVolatile().emit("broadcast", new byte[] { 1 });
		socket.emit("reliable");
		assertThat(slow.take()).containsExactly("2[\"reliable\"]");
		assertThat(fast.take()).containsExactly("51-[\"broadcast\",{\"_placeholder\":true,\"num\":0}]", "<01>");
		slow.writable(true);
		socket.asVolatile().emit("own");
		assertThat(slow.take()).containsExactly("2[\"own\"]");
	}

	@Test
	void keepsAttachmentsBehindTheirPacketWhateverTheThreads() {
		int threads = 4;
		int events = 2000;
		SocketIOSocket socket = connect();
		Race.run(threads, (number) -> {
			for (int i = 0; i < events; i++) {
				byte[] tag = (number + ":" + i).getBytes(StandardCharsets.UTF_8);
				if (i % 2 == 0) {
					socket.emit("own", number + ":" + i, tag, tag);
				}
				else {
					this.io.emit("all", number + ":" + i, tag, tag);
				}
			}
		});
		List<EngineMessage> messages = this.session.messages();
		assertThat(messages).hasSize(threads * events * 3);
		Pattern packet = Pattern.compile("52-\\[\"(own|all)\",\"(\\d+):(\\d+)\",.*");
		int[] next = new int[threads];
		for (int i = 0; i < messages.size(); i += 3) {
			Matcher matcher = packet.matcher(messages.get(i).asText());
			assertThat(matcher.matches()).isTrue();
			String tag = matcher.group(2) + ":" + matcher.group(3);
			assertThat(messages.get(i + 1).isBinary()).isTrue();
			assertThat(messages.get(i + 1).asText()).isEqualTo(tag);
			assertThat(messages.get(i + 2).asText()).isEqualTo(tag);
			assertThat(next[Integer.parseInt(matcher.group(2))]++).isEqualTo(Integer.parseInt(matcher.group(3)));
		}
	}

	// Leaving

	@Test
	void showsRoomsToThoseToldThatItLeaves() {
		SocketIOSocket socket = connect();
		socket.join("x");
		socket.onDisconnecting((reason) -> this.log.add("disconnecting " + socket.rooms().contains("x") + " "
				+ socket.rooms().contains(socket.id()) + " " + socket.isConnected()));
		socket.onDisconnect((reason) -> this.log.add("disconnect " + socket.rooms() + " " + reason.value()));
		this.session.receive("1");
		assertThat(this.log).containsExactly("disconnecting true true false",
				"disconnect [] client namespace disconnect");
	}

	@Test
	void handlesEventsReceivedBeforeItLeft() {
		List<EventInvocation> held = new ArrayList<>();
		this.io.of("/").addHandler(new HoldingHandler(held));
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
				return Mono.fromRunnable(() -> DefaultSocketTests.this.log
					.add("disconnecting " + reason.value() + " " + socket.rooms().contains("x")));
			}

			@Override
			public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
				return Mono.fromRunnable(() -> DefaultSocketTests.this.log.add("disconnect " + socket.rooms()));
			}

		});
		SocketIOSocket socket = connect();
		socket.join("x");
		this.session.receive("2[\"a\"]", "2[\"b\"]");
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(socket.isConnected()).isFalse();
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.io.of("/").adapter().rooms()).isEmpty();
		held.get(0).handled();
		assertThat(this.log).isEmpty();
		assertThat(held).extracting(EventInvocation::event).containsExactly("a", "b");
		held.get(1).handled();
		assertThat(this.log).containsExactly("disconnecting transport close true", "disconnect []");
	}

	@Test
	void tellsTheOthersWhenOneFails() {
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
				throw new IllegalStateException("broken");
			}

			@Override
			public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
				return Mono.error(new IllegalStateException("broken"));
			}

		});
		SocketIOSocket socket = connect();
		socket.onDisconnecting((reason) -> {
			throw new IllegalStateException("broken");
		});
		socket.onDisconnecting((reason) -> this.log.add("disconnecting"));
		socket.onDisconnect((reason) -> {
			throw new IllegalStateException("broken");
		});
		socket.onDisconnect((reason) -> this.log.add("disconnect"));
		this.session.receive("1");
		assertThat(this.log).containsExactly("disconnecting", "disconnect");
	}

	@Test
	void leavesOnceWhateverTheThreads() {
		for (int i = 0; i < 200; i++) {
			this.log.clear();
			AtomicInteger left = new AtomicInteger();
			SocketIOSocket socket = connect();
			socket.onDisconnect((reason) -> left.incrementAndGet());
			TestEngineSession own = this.session;
			Race.Task disconnect = socket::disconnect;
			Race.Task lose = () -> own.lose(CloseReason.TRANSPORT_CLOSE);
			Race.Task join = () -> socket.join("x");
			Race.run(disconnect, lose, join);
			assertThat(left).hasValue(1);
			assertThat(this.io.of("/").sockets()).isEmpty();
			assertThat(this.io.of("/").adapter().rooms()).isEmpty();
			assertThat(this.io.connectionCount()).isZero();
		}
	}

	@Test
	void isDescribedByItsIdAndNamespace() {
		SocketIOSocket socket = connect();
		assertThat(socket).asString().contains(socket.id(), "/", "CONNECTED");
		assertThat(Set.of(socket.id())).isEqualTo(socket.rooms());
	}

	/**
	 * Has no properties that could be sent.
	 */
	static class Unsendable {

		@JsonGetter
		String name() {
			throw new IllegalStateException("Cannot be sent");
		}

	}

}
