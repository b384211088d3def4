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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.RememberedEvent;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.support.SocketIOServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ConnectionStateRecoveryTests {

	private static final Pattern OFFSET = Pattern.compile(",\"([\\w-]+(?:\\.[\\w-]+)?)\"]$");

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final SocketIOServer io = server(false);

	private final List<String> log = new ArrayList<>();

	private final Sinks.Empty<Void> gate = Sinks.empty();

	private SocketIOServer server(boolean skipMiddlewares) {
		return SocketIOServers.builder()
			.options(new TestOptions().recovery(skipMiddlewares).build())
			.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100, this.clock))
			.build();
	}

	private static String offset(String packet) {
		Matcher matcher = OFFSET.matcher(packet);
		assertThat(matcher.find()).as("offset in " + packet).isTrue();
		return matcher.group(1);
	}

	/**
	 * A client that was connected and has received one event.
	 */
	private Client client(SocketIOServer server) {
		TestEngineSession session = TestEngineSession.open(server);
		session.receive("0");
		String privateId = TestEngineSession.privateId(session.sent());
		SocketIOSocket socket = server.of("/").socket(session.connected());
		socket.emit("seen");
		return new Client(session, socket, privateId, offset(session.take().get(0)));
	}

	private static TestEngineSession comeBack(SocketIOServer server, Client client) {
		TestEngineSession session = TestEngineSession.open(server);
		session.receive("0{\"pid\":\"" + client.privateId() + "\",\"offset\":\"" + client.offset() + "\"}");
		return session;
	}

	private static List<String> events(List<String> sent) {
		return sent.stream().filter((packet) -> packet.startsWith("2") || packet.startsWith("5")).map((packet) -> {
			Matcher matcher = OFFSET.matcher(packet);
			return matcher.find() ? packet.substring(0, matcher.start()) + "]" : packet;
		}).toList();
	}

	@Test
	void givesPrivateIdAndOffsets() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.sent()).singleElement()
			.asString()
			.matches("0\\{\"sid\":\"[\\w-]{20}\",\"pid\":\"[\\w-]{20}\"}");
		String privateId = TestEngineSession.privateId(session.sent());
		String id = session.connected();
		assertThat(privateId).isNotEqualTo(id).isNotEqualTo(session.id());
		SocketIOSocket socket = this.io.of("/").socket(id);
		socket.emit("own", 1);
		this.io.emit("broadcast");
		socket.emit("binary", new byte[] { 1 });
		List<String> sent = session.take();
		assertThat(List.of(offset(sent.get(0)), offset(sent.get(1)), offset(sent.get(2)))).doesNotHaveDuplicates();
		assertThat(sent.get(2)).startsWith("51-[\"binary\",{\"_placeholder\":true,\"num\":0},\"");
		assertThat(sent.get(3)).isEqualTo("<01>");
	}

	@Test
	void givesNoOffsetToWhatIsNotReplayed() {
		Client client = client(this.io);
		client.socket().asVolatile().emit("volatile");
		this.io.of("/").asVolatile().emit("volatile");
		client.socket().emitWithAck("ack", String.class).onErrorComplete().subscribe();
		this.io.of("/").emitWithAck("ack", String.class).onErrorComplete().subscribe();
		client.session().receive("20[\"question\"]");
		assertThat(client.session().take()).containsExactly("2[\"volatile\"]", "2[\"volatile\"]", "20[\"ack\"]",
				"21[\"ack\"]");
	}

	@Test
	void keepsNamespaceUntilNoLostSocketCanComeBack() {
		SocketIOServer cleaning = SocketIOServers.builder()
			.options(new TestOptions().recovery(false).cleanup().maxDynamicNamespaces(1).build())
			.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100, this.clock))
			.timer(this.clock)
			.build();
		cleaning.of(Pattern.compile("/room-\\d"));
		TestEngineSession session = TestEngineSession.open(cleaning);
		session.receive("0/room-1,");
		String privateId = TestEngineSession.privateId(session.sent());
		session.take();
		cleaning.of("/room-1").emit("seen");
		String offset = offset(session.take().get(0));
		session.lose(CloseReason.TRANSPORT_CLOSE);
		TestEngineSession other = TestEngineSession.open(cleaning);
		other.receive("0/room-2,");
		assertThat(other.take()).containsExactly("4/room-2,{\"message\":\"Too many namespaces\"}");
		this.clock.advanceTimeBy(Duration.ofMinutes(1));
		TestEngineSession back = TestEngineSession.open(cleaning);
		back.receive("0/room-1,{\"pid\":\"" + privateId + "\",\"offset\":\"" + offset + "\"}");
		assertThat(cleaning.of("/room-1").sockets()).singleElement().matches(SocketIOSocket::isRecovered);
		back.lose(CloseReason.TRANSPORT_CLOSE);
		this.clock.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(cleaning.namespaces()).hasSize(2);
		this.clock.advanceTimeBy(Duration.ofMinutes(1).plusMillis(2));
		assertThat(cleaning.namespaces()).extracting(Namespace::name).containsExactly("/");
		TestEngineSession.open(cleaning).connect("/room-2");
	}

	@Test
	void givesAnotherPrincipalAFreshSocket() {
		this.io.use((socket, next) -> {
			String user = socket.handshake().auth().path("user").asString("");
			if (!user.isEmpty()) {
				socket.setPrincipal(() -> user);
			}
			return next.proceed();
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"user\":\"ann\"}");
		String privateId = TestEngineSession.privateId(session.sent());
		SocketIOSocket socket = this.io.of("/").socket(session.connected());
		socket.join("x");
		socket.emit("seen");
		Client client = new Client(session, socket, privateId, offset(session.take().get(0)));
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		this.io.to("x").emit("secret");
		assertThat(presents(client, "eve").sent()).singleElement().asString().doesNotContain(socket.id());
		assertThat(presents(client, "").sent()).singleElement().asString().doesNotContain(socket.id());
		assertThat(this.io.of("/").sockets()).extracting(SocketIOSocket::isRecovered).containsExactly(false, false);
		assertThat(this.io.of("/").sockets()).allSatisfy((each) -> assertThat(each.rooms()).hasSize(1));
		assertThat(events(presents(client, "ann").sent())).containsExactly("2[\"secret\"]");
	}

	private TestEngineSession presents(Client client, String user) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"pid\":\"" + client.privateId() + "\",\"offset\":\"" + client.offset() + "\",\"user\":\""
				+ user + "\"}");
		return session;
	}

	@Test
	void keepsSessionOfAClientThatIsCutWhileItIsExamined() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.use((socket, next) -> decision.asMono().then(next.proceed()));
		TestEngineSession cut = comeBack(this.io, client);
		assertThat(cut.sent()).isEmpty();
		cut.lose(CloseReason.TRANSPORT_CLOSE);
		decision.tryEmitEmpty();
		TestEngineSession session = comeBack(this.io, client);
		assertThat(session.sent()).first().asString().contains(client.socket().id());
	}

	@Test
	void bringsSocketBack() {
		Client client = client(this.io);
		client.socket().join("x");
		client.socket().attributes().put("name", "Ann");
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		this.io.emit("missed", new byte[] { 1 });
		this.io.to("x").emit("to the room");
		this.io.to(client.socket().id()).emit("private");
		this.io.to("y").emit("to another room");
		this.io.of("/").except("x").emit("not to the room");
		this.io.onConnection((socket) -> {
			this.log.add("recovered " + socket.isRecovered());
			socket.emit("welcome back");
		});
		TestEngineSession session = comeBack(this.io, client);
		List<String> sent = session.sent();
		assertThat(events(sent)).containsExactly("51-[\"missed\",{\"_placeholder\":true,\"num\":0}]",
				"2[\"to the room\"]", "2[\"private\"]", "2[\"welcome back\"]");
		assertThat(sent.get(0))
			.isEqualTo("0{\"sid\":\"" + client.socket().id() + "\",\"pid\":\"" + client.privateId() + "\"}");
		SocketIOSocket back = this.io.of("/").socket(client.socket().id());
		assertThat(back).isNotSameAs(client.socket());
		assertThat(back.rooms()).containsExactlyInAnyOrder(back.id(), "x");
		assertThat(back.attributes()).containsEntry("name", "Ann");
		assertThat(back.isConnected()).isTrue();
		assertThat(this.log).containsExactly("recovered true");
		session.take();
		this.io.to("x").emit("live");
		assertThat(events(session.take())).containsExactly("2[\"live\"]");
	}

	@Test
	void missesNothingThatTheLostSocketIsSent() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		client.socket().emit("late answer", 1);
		assertThat(events(comeBack(this.io, client).sent())).containsExactly("2[\"late answer\",1]");
	}

	@Test
	void comesBackAgainAndAgain() {
		Client client = client(this.io);
		for (int i = 0; i < 3; i++) {
			client.session().lose(CloseReason.PING_TIMEOUT);
			this.io.emit("missed");
			TestEngineSession session = comeBack(this.io, client);
			SocketIOSocket back = this.io.of("/").socket(client.socket().id());
			assertThat(back.isRecovered()).isTrue();
			assertThat(events(session.sent())).containsExactly("2[\"missed\"]");
			client = new Client(session, back, client.privateId(), offset(session.take().get(1)));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TRANSPORT_CLOSE", "PING_TIMEOUT" })
	void comesBackAfterACutOnTheWayBack(CloseReason reason) {
		Client client = client(this.io);
		client.socket().join("x");
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		this.io.to("x").emit("missed");
		this.io.use((socket, next) -> Mono.defer(() -> this.gate.asMono()).then(next.proceed()));
		comeBack(this.io, client).lose(reason);
		this.gate.tryEmitEmpty();
		TestEngineSession session = comeBack(this.io, client);
		assertThat(events(session.sent())).containsExactly("2[\"missed\"]");
		assertThat(session.connected()).isEqualTo(client.socket().id());
		assertThat(this.io.statistics().recoverableSockets()).isZero();
	}

	@Test
	void keepsNothingThatIsSentToASocketThatWasRefused() {
		List<SocketIOSocket> refused = new ArrayList<>();
		this.io.use((socket, next) -> {
			refused.add(socket);
			socket.emit("before");
			return Mono.error(new ConnectRefusedException("no"));
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.take()).containsExactly("4{\"message\":\"no\"}");
		WeakReference<Object> sent = new WeakReference<>(new Object());
		refused.get(0).emit("after", new Holder(sent.get()));
		await().until(() -> {
			System.gc();
			return sent.refersTo(null);
		});
		assertThat(session.take()).isEmpty();
		assertThat(refused.get(0).isConnected()).isFalse();
	}

	@Test
	void deliversToARoomWhatWasSentBeforeTheDisconnect() {
		Client client = client(this.io);
		SocketIOSocket socket = client.socket();
		socket.join("x");
		client.session().take();
		socket.onAnyOutgoing((event, arguments) -> {
			if (event.equals("first")) {
				// Its turn has not come when the socket is disconnected.
				this.io.to("x").emit("last");
				socket.disconnect();
			}
		});
		this.io.emit("first");
		assertThat(client.session().take()).satisfiesExactly((packet) -> assertThat(packet).startsWith("2[\"first\""),
				(packet) -> assertThat(packet).startsWith("2[\"last\""), (packet) -> assertThat(packet).isEqualTo("1"));
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void hasOneSocketHoweverOftenItComesBack() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		TestEngineSession first = comeBack(this.io, client);
		assertThat(first.connected()).isEqualTo(client.socket().id());
		assertThat(comeBack(this.io, client).connected()).isEqualTo(client.socket().id());
		assertThat(first.isOpen()).isFalse();
		assertThat(this.io.of("/").sockets()).singleElement().matches(SocketIOSocket::isRecovered);
	}

	@Test
	void isNobodyWithoutOffsetOrWithUnknownOne() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		for (String auth : List.of("{\"pid\":\"" + client.privateId() + "\"}",
				"{\"pid\":\"" + client.privateId() + "\",\"offset\":\"unknown\"}",
				"{\"pid\":\"unknown\",\"offset\":\"" + client.offset() + "\"}", "{\"pid\":1,\"offset\":{}}")) {
			TestEngineSession session = TestEngineSession.open(this.io);
			session.receive("0" + auth);
			assertThat(TestEngineSession.privateId(session.sent())).isNotEqualTo(client.privateId());
			assertThat(session.connected()).isNotEqualTo(client.socket().id());
		}
	}

	@Test
	void isNobodyWhenItStaysAwayTooLong() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		this.clock.advanceTimeBy(Duration.ofMinutes(2).plusMillis(1));
		assertThat(comeBack(this.io, client).connected()).isNotEqualTo(client.socket().id());
	}

	@ParameterizedTest
	@EnumSource(CloseReason.class)
	void remembersThoseWhoLostTheirConnection(CloseReason reason) {
		Client client = client(this.io);
		client.session().lose(reason);
		boolean back = comeBack(this.io, client).connected().equals(client.socket().id());
		assertThat(back).isEqualTo(reason != CloseReason.PARSE_ERROR);
	}

	@Test
	void remembersThoseWhomTheShutdownDisconnected() {
		Client client = client(this.io);
		this.io.close(10, Duration.ofMillis(1)).block();
		assertThat(comeBack(this.io, client).connected()).isEqualTo(client.socket().id());
	}

	@Test
	void forgetsThoseWhoLeft() {
		Client left = client(this.io);
		left.session().receive("1");
		assertThat(comeBack(this.io, left).connected()).isNotEqualTo(left.socket().id());
		Client sentAway = client(this.io);
		sentAway.socket().disconnect();
		assertThat(comeBack(this.io, sentAway).connected()).isNotEqualTo(sentAway.socket().id());
	}

	@Test
	void runsMiddlewareAgainByDefault() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		this.io.emit("missed");
		this.io.use((socket, next) -> {
			this.log.add("middleware, recovered " + socket.isRecovered());
			return Mono.error(new ConnectRefusedException("banned"));
		});
		TestEngineSession session = comeBack(this.io, client);
		assertThat(session.take()).containsExactly("4{\"message\":\"banned\"}");
		assertThat(this.log).containsExactly("middleware, recovered true");
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.io.of("/").adapter().size(client.socket().id())).isZero();
	}

	@Test
	void skipsMiddlewareWhenToldSo() {
		SocketIOServer trusting = server(true);
		trusting.use((socket, next) -> {
			this.log.add("middleware");
			return next.proceed();
		});
		trusting.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				ConnectionStateRecoveryTests.this.log.add("handler");
				return Mono.empty();
			}

		});
		Client client = client(trusting);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(comeBack(trusting, client).connected()).isEqualTo(client.socket().id());
		assertThat(this.log).containsExactly("middleware", "handler", "handler");
	}

	@Test
	void remembersThePrincipalThatSkippedMiddlewareSet() {
		SocketIOServer trusting = server(true);
		trusting.use((socket, next) -> {
			socket.setPrincipal(() -> "ann");
			return next.proceed();
		});
		Client client = client(trusting);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		trusting.of("/").toUser("ann").emit("missed");
		TestEngineSession session = comeBack(trusting, client);
		assertThat(events(session.sent())).containsExactly("2[\"missed\"]");
		SocketIOSocket socket = trusting.of("/").socket(session.connected());
		assertThat(socket.principal()).isNotNull();
		assertThat(socket.principal().getName()).isEqualTo("ann");
		trusting.of("/").toUser("ann").emit("hello");
		assertThat(events(session.take())).containsExactly("2[\"hello\"]");
	}

	@Test
	void believesTheRequestRatherThanWhatMiddlewareSaidBefore() {
		SocketIOServer trusting = server(true);
		trusting.use((socket, next) -> {
			if (socket.principal() == null) {
				socket.setPrincipal(() -> "ann");
			}
			return next.proceed();
		});
		Client client = client(trusting);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		TestEngineSession session = TestEngineSession.open(trusting, () -> "bob", Context.empty());
		session.receive("0{\"pid\":\"" + client.privateId() + "\",\"offset\":\"" + client.offset() + "\"}");
		SocketIOSocket socket = trusting.of("/").socket(session.connected());
		assertThat(socket.principal().getName()).isEqualTo("bob");
		assertThat(socket.isRecovered()).isFalse();
	}

	@Test
	void asksMiddlewareForThePrincipalAgainByDefault() {
		this.io.use((socket, next) -> {
			if (!socket.isRecovered()) {
				socket.setPrincipal(() -> "ann");
			}
			return next.proceed();
		});
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		SocketIOSocket socket = this.io.of("/").socket(comeBack(this.io, client).connected());
		assertThat(socket.isRecovered()).as("nobody said that it is the same user").isFalse();
		assertThat(socket.principal().getName()).isEqualTo("ann");
	}

	@Test
	void missesNothingThatIsSentWhileMiddlewareRuns() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		this.io.emit("before");
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.use((socket, next) -> decision.asMono().then(next.proceed()));
		TestEngineSession session = comeBack(this.io, client);
		this.io.emit("meanwhile");
		assertThat(session.sent()).isEmpty();
		decision.tryEmitEmpty();
		this.io.emit("after");
		assertThat(events(session.sent())).containsExactly("2[\"before\"]", "2[\"meanwhile\"]", "2[\"after\"]");
		assertThat(session.sent().get(0)).startsWith("0{");
	}

	@Test
	void closesWhenTooMuchWasSentWhileMiddlewareRan() {
		Client client = client(this.io);
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.use((socket, next) -> decision.asMono().then(next.proceed()));
		TestEngineSession session = comeBack(this.io, client);
		for (int i = 0; i < 100; i++) {
			this.io.emit("flood");
		}
		decision.tryEmitEmpty();
		assertThat(session.isOpen()).isFalse();
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void remembersWhatMiddlewareEmitsFromTheAnswerOn() {
		this.io.use((socket, next) -> {
			socket.emit("early");
			return next.proceed();
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.sent()).hasSize(2);
		assertThat(session.sent().get(0)).startsWith("0{");
		assertThat(session.sent().get(1)).startsWith("2[\"early\",\"");
	}

	@Test
	void closesWhenMiddlewareEmitsMoreThanMayWait() {
		List<SocketIOSocket> entering = new ArrayList<>();
		this.io.use((socket, next) -> {
			entering.add(socket);
			return this.gate.asMono().then(next.proceed());
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		long limit = SocketIOOptions.defaults().maxHeldBytes();
		String text = "x".repeat(100_000);
		for (long sent = 0; sent < limit; sent += text.length()) {
			entering.get(0).emit("early", text);
		}
		assertThat(session.isOpen()).isFalse();
		assertThat(this.io.statistics().count(SocketIOCounter.CONNECT_OVERFLOW)).isOne();
		assertThat(this.io.statistics().recoveryBytes()).isZero();
		assertThat(session.sent()).isEmpty();
	}

	@Test
	void tellsListenersWhatMiddlewareEmitted() {
		this.io.use((socket, next) -> {
			socket.onAnyOutgoing((event, arguments) -> this.log.add(event));
			socket.emit("early");
			return next.proceed();
		});
		Client client = client(this.io);
		client.socket().emit("late");
		assertThat(this.log).containsExactly("early", "seen", "late");
	}

	@Test
	void letsOthersSendWhileASocketIsTakingItsTime() {
		Client client = client(this.io);
		TestEngineSession other = TestEngineSession.open(this.io);
		other.connect("/");
		client.socket().onAnyOutgoing((event, arguments) -> {
			if (event.equals("slow")) {
				emitElsewhere("meanwhile");
			}
		});
		this.io.emit("slow");
		assertThat(events(client.session().take())).containsExactly("2[\"slow\"]", "2[\"meanwhile\"]");
		assertThat(events(other.take())).containsExactlyInAnyOrder("2[\"slow\"]", "2[\"meanwhile\"]");
		this.io.emit("written", new Slow(() -> emitElsewhere("while it is written")));
		assertThat(events(other.take())).containsExactly("2[\"while it is written\"]", "2[\"written\",{}]");
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		this.io.use((socket, next) -> {
			emitElsewhere("while it is examined");
			return next.proceed();
		});
		this.io.onConnection((socket) -> emitElsewhere("while it enters"));
		assertThat(events(comeBack(this.io, client).sent())).contains("2[\"while it is examined\"]",
				"2[\"while it enters\"]");
	}

	private void emitElsewhere(String event) {
		CompletableFuture.runAsync(() -> this.io.emit(event)).orTimeout(30, TimeUnit.SECONDS).join();
	}

	@Test
	void takesOverFromAConnectionThatNobodyKnowsToBeLost() {
		this.io.onConnection((socket) -> {
			this.log.add("connected " + socket.isRecovered());
			socket.onDisconnecting((reason) -> this.log.add("leaving " + socket.rooms().contains("x")));
			socket.onDisconnect((reason) -> this.log.add("left, " + reason.value()));
		});
		Client client = client(this.io);
		client.socket().join("x");
		client.socket().attributes().put("name", "Ann");
		this.io.to("x").emit("missed");
		TestEngineSession session = comeBack(this.io, client);
		assertThat(session.sent()).first().asString().contains(client.socket().id(), client.privateId());
		assertThat(events(session.sent())).containsExactly("2[\"missed\"]");
		assertThat(this.log).containsExactly("connected false", "leaving true", "left, connection replaced",
				"connected true");
		assertThat(client.session().isOpen()).isFalse();
		assertThat(client.socket().isConnected()).isFalse();
		SocketIOSocket back = this.io.of("/").socket(client.socket().id());
		assertThat(back.rooms()).containsExactlyInAnyOrder(back.id(), "x");
		assertThat(back.attributes()).containsEntry("name", "Ann");
		assertThat(this.io.statistics().recoverableSockets()).isZero();
		session.take();
		this.io.emit("live");
		assertThat(events(session.take())).containsExactly("2[\"live\"]");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(comeBack(this.io, client).connected()).isEqualTo(back.id());
	}

	@Test
	void takesNothingOverForAnotherPrincipal() {
		this.io.use((socket, next) -> {
			socket.setPrincipal(() -> socket.handshake().auth().path("user").asString("nobody"));
			return next.proceed();
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"user\":\"ann\"}");
		String privateId = TestEngineSession.privateId(session.sent());
		SocketIOSocket socket = this.io.of("/").socket(session.connected());
		socket.emit("seen");
		Client client = new Client(session, socket, privateId, offset(session.take().get(0)));
		assertThat(presents(client, "eve").connected()).isNotEqualTo(socket.id());
		assertThat(socket.isConnected()).isTrue();
		assertThat(session.isOpen()).isTrue();
		TestEngineSession named = TestEngineSession.open(this.io, () -> "eve", Context.empty());
		named.receive("0{\"pid\":\"" + privateId + "\",\"offset\":\"" + client.offset() + "\"}");
		assertThat(named.connected()).isNotEqualTo(socket.id());
		assertThat(socket.isConnected()).isTrue();
		assertThat(presents(client, "ann").connected()).isEqualTo(socket.id());
		assertThat(socket.isConnected()).isFalse();
	}

	@Test
	void takesNothingOverBeforeMiddlewareAgrees() {
		Client client = client(this.io);
		this.io.use((socket, next) -> this.gate.asMono().then(next.proceed()));
		comeBack(this.io, client).lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(client.socket().isConnected()).isTrue();
		TestEngineSession session = comeBack(this.io, client);
		assertThat(client.socket().isConnected()).isTrue();
		this.gate.tryEmitEmpty();
		assertThat(session.connected()).isEqualTo(client.socket().id());
		assertThat(client.socket().isConnected()).isFalse();
		assertThat(this.io.of("/").sockets()).hasSize(1);
	}

	@Test
	void takesNothingOverWithoutTheLastEvent() {
		Client client = client(this.io);
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"pid\":\"" + client.privateId() + "\",\"offset\":\"unknown\"}");
		assertThat(session.connected()).isNotEqualTo(client.socket().id());
		assertThat(client.socket().isConnected()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "BEFORE_SAVE", "AFTER_SAVE", "BEFORE_REMOVE", "AFTER_REMOVE" })
	void isFoundAtEachStepOfItsLeave(Step step) {
		Stepping stepping = new Stepping(this.clock);
		Client client = client(stepping.io);
		client.socket().join("x");
		List<TestEngineSession> back = new ArrayList<>();
		stepping.at(step, () -> back.add(comeBack(stepping.io, client)));
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(back).singleElement().extracting(TestEngineSession::connected).isEqualTo(client.socket().id());
		assertThat(stepping.io.of("/").sockets()).singleElement()
			.matches(SocketIOSocket::isRecovered)
			.matches((socket) -> socket.rooms().contains("x"));
	}

	@ParameterizedTest
	@EnumSource(names = { "BEFORE_SEARCH", "AFTER_SEARCH" })
	void isFoundWhenItLeavesDuringTheSearch(Step step) {
		Stepping stepping = new Stepping(this.clock);
		Client client = client(stepping.io);
		stepping.at(step, () -> client.session().lose(CloseReason.TRANSPORT_CLOSE));
		assertThat(comeBack(stepping.io, client).connected()).isEqualTo(client.socket().id());
		assertThat(stepping.io.of("/").sockets()).singleElement().matches(SocketIOSocket::isRecovered);
	}

	@Test
	void isFoundOnAThirdConnectionWhileItIsResumedOnTheSecond() {
		Stepping stepping = new Stepping(this.clock);
		Client client = client(stepping.io);
		client.socket().join("x");
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		List<TestEngineSession> third = new ArrayList<>();
		stepping.at(Step.RESUMED, () -> third.add(comeBack(stepping.io, client)));
		TestEngineSession second = comeBack(stepping.io, client);
		assertThat(third).singleElement().extracting(TestEngineSession::connected).isEqualTo(client.socket().id());
		assertThat(second.isOpen()).isFalse();
		assertThat(stepping.io.of("/").sockets()).singleElement()
			.matches(SocketIOSocket::isRecovered)
			.matches((socket) -> socket.rooms().contains("x"));
	}

	@Test
	void isFoundAfterACutWhileItIsResumed() {
		Stepping stepping = new Stepping(this.clock);
		Client client = client(stepping.io);
		client.socket().join("x");
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		// So that it is resumed outside the turn of its connection, which can be cut in
		// the meantime.
		stepping.io.use((socket, next) -> this.gate.asMono().then(next.proceed()));
		TestEngineSession second = comeBack(stepping.io, client);
		List<Boolean> connecting = new ArrayList<>();
		stepping.at(Step.RESUMED, () -> {
			second.terminate();
			connecting.add(stepping.io.of("/").sockets().isEmpty());
		});
		this.gate.tryEmitEmpty();
		assertThat(connecting).containsExactly(true);
		stepping.io.to("x").emit("missed");
		TestEngineSession third = comeBack(stepping.io, client);
		assertThat(events(third.sent())).containsExactly("2[\"missed\"]");
		assertThat(third.connected()).isEqualTo(client.socket().id());
	}

	@Test
	void inheritsWhatChangedWhileMiddlewareRan() {
		Client client = client(this.io);
		SocketIOSocket lost = client.socket();
		lost.join("stays", "left by the old", "left by the new");
		lost.attributes().putAll(Map.of("stays", 1, "changed by the old", 1, "changed by the new", 1, "removed", 1));
		this.io.use((socket, next) -> {
			socket.join("joined by the new");
			socket.leave("left by the new");
			socket.attributes().put("changed by the new", 2);
			return this.gate.asMono().then(next.proceed());
		});
		comeBack(this.io, client);
		lost.join("joined by the old");
		lost.leave("left by the old");
		lost.attributes().putAll(Map.of("changed by the old", 3, "changed by the new", 3, "added", 3));
		lost.attributes().remove("removed");
		this.gate.tryEmitEmpty();
		SocketIOSocket back = this.io.of("/").socket(lost.id());
		assertThat(back).isNotSameAs(lost);
		assertThat(back.rooms()).containsExactlyInAnyOrder(lost.id(), "stays", "joined by the old",
				"joined by the new");
		assertThat(back.attributes()).containsExactlyInAnyOrderEntriesOf(
				Map.of("stays", 1, "changed by the old", 3, "changed by the new", 2, "added", 3));
	}

	@Test
	void takesNothingOverFromASocketThatBecameAnotherUsers() {
		Client client = client(this.io);
		this.io.use((socket, next) -> this.gate.asMono().then(next.proceed()));
		TestEngineSession session = comeBack(this.io, client);
		client.socket().setPrincipal(() -> "ann");
		this.gate.tryEmitEmpty();
		assertThat(session.connected()).isNotEqualTo(client.socket().id());
	}

	@Test
	void leavesWhatIsLeftWhileItEnters() {
		Stepping stepping = new Stepping(this.clock);
		Client client = client(stepping.io);
		client.socket().join("x", "y");
		client.session().lose(CloseReason.TRANSPORT_CLOSE);
		List<SocketIOSocket> examined = new ArrayList<>();
		stepping.io.use((socket, next) -> {
			examined.add(socket);
			return next.proceed();
		});
		stepping.at(Step.RESUMED, () -> examined.get(0).leave("x"));
		comeBack(stepping.io, client);
		assertThat(examined.get(0).rooms()).containsExactlyInAnyOrder(client.socket().id(), "y");
		assertThat(stepping.io.of("/").adapter().size("x")).isZero();
	}

	@Test
	void restoresNoRoomOfAUserThatItIsNot() {
		TestEngineSession ann = TestEngineSession.open(this.io, () -> "ann", Context.empty());
		ann.receive("0");
		String privateId = TestEngineSession.privateId(ann.sent());
		SocketIOSocket socket = this.io.of("/").socket(ann.connected());
		socket.emit("seen");
		Client client = new Client(ann, socket, privateId, offset(ann.take().get(0)));
		ann.lose(CloseReason.TRANSPORT_CLOSE);
		TestEngineSession somebody = comeBack(this.io, client);
		assertThat(somebody.connected()).isNotEqualTo(socket.id());
		this.io.of("/").toUser("ann").emit("for ann");
		assertThat(somebody.take()).isEmpty();
	}

	@Test
	void oldClientsGetNeitherPrivateIdNorOffset() {
		Client current = client(this.io);
		TestEngineSession old = TestEngineSession.openOld(this.io);
		assertThat(old.take()).containsExactly("0");
		this.io.of("/").socket(old.id()).emit("own");
		this.io.emit("broadcast");
		assertThat(old.take()).containsExactly("2[\"own\"]", "2[\"broadcast\"]");
		assertThat(offset(current.session().take().get(0))).isNotEmpty();
	}

	@Test
	void doesNotStartWhenTheAdapterCannotRemember() {
		SocketIOServer.Builder builder = SocketIOServers.builder()
			.options(new TestOptions().recovery(false).build())
			.adapters((namespace, sockets) -> new InMemoryAdapter(sockets));
		assertThatIllegalStateException().isThrownBy(builder::build)
			.withMessageContaining("InMemoryAdapter")
			.withMessageContaining("socketio.connection-state-recovery.enabled");
	}

	/**
	 * An argument that shows whether it is kept.
	 */
	private record Holder(@Nullable Object held) {

	}

	/**
	 * An argument that does something while it is written.
	 */
	record Slow(@JsonIgnore Runnable action) {

		@JsonAnyGetter
		Map<String, Object> values() {
			this.action.run();
			return Map.of();
		}

	}

	/**
	 * A client and what it knows.
	 */
	private record Client(TestEngineSession session, SocketIOSocket socket, String privateId, String offset) {

	}

	/**
	 * What an adapter does when a socket leaves or comes back.
	 */
	private enum Step {

		BEFORE_SAVE, AFTER_SAVE, BEFORE_REMOVE, AFTER_REMOVE, BEFORE_SEARCH, AFTER_SEARCH, RESUMED

	}

	/**
	 * A server with something that happens at one step, once.
	 */
	private static final class Stepping {

		private final SocketIOServer io;

		private @Nullable Step step;

		private Runnable action = () -> {
		};

		Stepping(Scheduler clock) {
			this.io = SocketIOServers.builder()
				.options(new TestOptions().recovery(false).build())
				.adapters((namespace, sockets) -> new SteppingAdapter(sockets, clock))
				.build();
		}

		void at(Step step, Runnable action) {
			this.step = step;
			this.action = action;
		}

		private void reach(Step reached) {
			if (this.step == reached) {
				this.step = null;
				this.action.run();
			}
		}

		private final class SteppingAdapter extends SessionAwareAdapter {

			SteppingAdapter(LocalSockets sockets, Scheduler clock) {
				super(sockets, Duration.ofMinutes(2), 100, clock);
			}

			@Override
			public void save(SavedSession session) {
				reach(Step.BEFORE_SAVE);
				super.save(session);
				reach(Step.AFTER_SAVE);
			}

			@Override
			public void remove(LocalSocket socket) {
				reach(Step.BEFORE_REMOVE);
				super.remove(socket);
				reach(Step.AFTER_REMOVE);
			}

			@Override
			public boolean isRemembered(String offset) {
				reach(Step.BEFORE_SEARCH);
				boolean remembered = super.isRemembered(offset);
				reach(Step.AFTER_SEARCH);
				return remembered;
			}

			@Override
			public Mono<SavedSession> find(String privateId, String offset) {
				return Mono.defer(() -> {
					reach(Step.BEFORE_SEARCH);
					SavedSession found = super.find(privateId, offset).block();
					reach(Step.AFTER_SEARCH);
					return Mono.justOrEmpty(found);
				});
			}

			@Override
			public Mono<List<RememberedEvent>> resume(LocalSocket socket, String privateId, Collection<String> rooms,
					String offset) {
				return super.resume(socket, privateId, rooms, offset).doOnNext((missed) -> reach(Step.RESUMED));
			}

		}

	}

}
