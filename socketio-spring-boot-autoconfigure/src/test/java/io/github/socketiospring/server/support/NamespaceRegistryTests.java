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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.HoldingHandler;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespacePredicate;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Namespaces that come and go.
 */
class NamespaceRegistryTests {

	private final List<String> log = new ArrayList<>();

	private final Map<String, LocalSockets> local = new HashMap<>();

	private final SocketIOServer io = SocketIOServers.builder()
		.executor(Runnable::run)
		.adapters((namespace, sockets) -> {
			this.local.put(namespace, sockets);
			return new LoggingAdapter(namespace, sockets, this.log);
		})
		.build();

	private final SocketIOServer cleaning = SocketIOServers.builder()
		.options(new TestOptions().cleanup().build())
		.adapters((namespace, sockets) -> new LoggingAdapter(namespace, sockets, this.log))
		.build();

	private static Pattern rooms() {
		return Pattern.compile("/room-(?<number>\\d+)");
	}

	private static void assertRefused(SocketIOServer server, String namespace) {
		TestEngineSession session = TestEngineSession.open(server);
		session.receive("0" + namespace + ",");
		assertThat(session.take()).containsExactly("4" + namespace + ",{\"message\":\"Invalid namespace\"}");
	}

	@Test
	void putsSlashInFront() {
		assertThat(this.io.of("chat")).isEqualTo(this.io.of("/chat")).hasSameHashCodeAs(this.io.of("/chat"));
		assertThat(this.io.of("chat").name()).isEqualTo("/chat");
		assertThat(this.io.of("")).isEqualTo(this.io.of("/"));
	}

	@Test
	void saysAtStartWhichPatternsDoNotApplyToNames() {
		this.io.of(rooms());
		this.io.of((NamespacePredicate) (name, auth) -> Mono.just(name.equals("/room-1")));
		this.io.of((NamespacePredicate) (name, auth) -> Mono.error(new IllegalStateException("Not now")));
		this.io.configure((setup) -> Stream.of("/room-1", "/hall").forEach(setup::of));
		try (CapturedLog info = CapturedLog.of(SocketIOServer.class.getName(), Level.INFO)) {
			this.io.start();
			this.io.start();
			String line = "INFO Namespace /room-1 is set up by its name: a pattern (%s) that also accepts the name "
					+ "does not apply to it";
			assertThat(info.lines()).containsExactly(line.formatted("/room-(?<number>\\d+)"),
					line.formatted("a predicate"));
		}
	}

	@Test
	void refusesNameThatCannotBeAddressed() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.of("/a,b")).withMessageContaining("comma");
	}

	@Test
	void listsNamespaces() {
		this.io.configure((setup) -> setup.of("/a"));
		this.io.of(rooms());
		assertThat(this.io.namespaces()).extracting(Namespace::name).containsExactlyInAnyOrder("/", "/a");
	}

	@Test
	void letsTheFactoryOfAdaptersAskForNamespaces() {
		SocketIOServer[] server = new SocketIOServer[1];
		// The two names have one hash code.
		server[0] = SocketIOServers.builder().adapters((namespace, sockets) -> {
			if (namespace.equals("/Aa")) {
				server[0].configure((io) -> io.of("/BB"));
			}
			return new InMemoryAdapter(sockets);
		}).build();
		server[0].configure((io) -> io.of("/Aa"));
		assertThat(server[0].namespaces()).extracting(Namespace::name).containsExactlyInAnyOrder("/", "/Aa", "/BB");
	}

	@Test
	void keepsTheFirstOfTwoThatAreMadeAtTheSameTime() {
		SocketIOServer[] server = new SocketIOServer[1];
		server[0] = SocketIOServers.builder().adapters((namespace, sockets) -> {
			if (namespace.equals("/a") && this.log.isEmpty()) {
				this.log.add("meanwhile");
				server[0].configure((io) -> io.of("/a").onConnection((socket) -> this.log.add("first")));
			}
			return new LoggingAdapter(namespace, sockets, this.log);
		}).build();
		server[0].onNewNamespace((namespace) -> this.log.add("new " + namespace.name()));
		server[0].configure((io) -> io.of("/a"));
		assertThat(this.log).containsOnlyOnce("new /a").endsWith("close /a");
		TestEngineSession session = TestEngineSession.open(server[0]);
		session.connect("/a");
		assertThat(this.log).endsWith("first");
		server[0].of("/a").emit("once");
		assertThat(session.take()).containsExactly("2/a,[\"once\"]");
	}

	@Test
	void letsClientInThoughListenerForNewNamespacesFails() {
		this.io.of(rooms());
		this.io.onNewNamespace((namespace) -> {
			throw new AssertionError("on purpose");
		});
		this.io.onNewNamespace((namespace) -> this.log.add("new " + namespace.name()));
		TestEngineSession.open(this.io).connect("/room-1");
		assertThat(this.log).contains("new /room-1");
	}

	@Test
	void keepsFewOfTheNamespacesThatClientsHaveLeft() {
		this.io.of(rooms());
		for (int i = 0; i < 3 * DynamicNamespaces.KEPT; i++) {
			TestEngineSession session = TestEngineSession.open(this.io);
			session.connect("/room-" + i);
			session.receive("1/room-" + i + ",");
		}
		assertThat(this.io.namespaces()).hasSize(1 + DynamicNamespaces.KEPT);
		assertThat(this.log.stream().filter((line) -> line.startsWith("close "))).hasSize(2 * DynamicNamespaces.KEPT);
		TestEngineSession.open(this.io).connect("/room-0");
		assertThat(this.io.namespaces()).hasSize(2 + DynamicNamespaces.KEPT);
	}

	@Test
	void makesNamespaceThatFunctionAccepts() {
		Namespace parent = this.io.of((name) -> name.startsWith("/user/") ? Map.of("name", name.substring(6)) : null);
		parent.onConnection((socket) -> this.log.add(socket.namespace().name() + socket.namespace().variables()));
		TestEngineSession.open(this.io).connect("/user/ann");
		assertThat(this.log).containsExactly("/user/ann{name=ann}");
		assertRefused(this.io, "/users/ann");
	}

	@Test
	void makesNamespaceThatPatternMatchesAsAWhole() {
		this.io.of(rooms()).onConnection((socket) -> this.log.add(socket.namespace().variables().get("number")));
		TestEngineSession.open(this.io).connect("/room-12");
		assertThat(this.log).containsExactly("12");
		assertRefused(this.io, "/room-12/x");
		assertRefused(this.io, "/x/room-12");
	}

	@Test
	void leavesOutVariablesThatDidNotMatch() {
		this.io.of(Pattern.compile("/a(?:-(?<left>l))?(?:-(?<right>r))?"))
			.onConnection((socket) -> this.log.add(socket.namespace().variables().toString()));
		TestEngineSession.open(this.io).connect("/a-r");
		assertThat(this.log).containsExactly("{right=r}");
	}

	@Test
	void makesNamespaceThatPredicateAcceptsForTheClient() {
		this.io.of((name, auth) -> Mono.just(name.equals("/vip") && auth.path("vip").asBoolean()));
		assertRefused(this.io, "/vip");
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/vip,{\"vip\":true}");
		session.connected();
	}

	@Test
	void predicateMayTakeItsTime() {
		Sinks.One<Boolean> decision = Sinks.one();
		this.io.of((name, auth) -> decision.asMono());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/later,");
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.namespaces()).hasSize(1);
		decision.tryEmitValue(true);
		session.connected();
	}

	@Test
	void asksAllPredicatesInOrder() {
		Sinks.One<Boolean> first = Sinks.one();
		AtomicInteger asked = new AtomicInteger();
		this.io.of((name, auth) -> first.asMono()).onConnection((socket) -> this.log.add("first"));
		this.io.of((name, auth) -> {
			asked.incrementAndGet();
			return Mono.just(true);
		}).onConnection((socket) -> this.log.add("second"));
		TestEngineSession session = TestEngineSession.open(this.io);
		asked.set(0);
		session.receive("0/x,");
		assertThat(asked).hasValue(0);
		first.tryEmitValue(true);
		session.connected();
		assertThat(asked).hasValue(1);
		assertThat(this.log).containsExactly("first", "second");
	}

	static Stream<NamespacePredicate> brokenPredicates() {
		return Stream.of((name, auth) -> Mono.error(new IllegalStateException("broken")), (name, auth) -> {
			throw new IllegalStateException("broken");
		}, (name, auth) -> Mono.just(auth.required("token").isString()));
	}

	@ParameterizedTest
	@MethodSource("brokenPredicates")
	void refusesWhenPredicateFailsThoughPatternAccepts(NamespacePredicate broken) {
		// What the predicate guards must not be open to those who make it fail.
		this.io.of(broken).use((socket, next) -> Mono.error(new ConnectRefusedException("no")));
		this.io.of(rooms());
		for (String name : List.of("/x", "/room-1")) {
			TestEngineSession session = TestEngineSession.open(this.io);
			session.receive("0" + name + ",");
			assertThat(session.take()).containsExactly("4" + name + ",{\"message\":\"Internal server error\"}");
		}
		assertThat(this.io.namespaces()).hasSize(1);
	}

	@Test
	void refusesWhenFunctionFails() {
		this.io.of((name) -> Map.of("number", name.substring(6)));
		this.io.of((NamespacePredicate) (name, auth) -> Mono.just(true));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/x,");
		assertThat(session.take()).containsExactly("4/x,{\"message\":\"Internal server error\"}");
	}

	@Test
	void refusesSecondConnectWhileNamespaceIsLookedFor() {
		this.io.of((name, auth) -> Mono.never());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/x,", "0/x,");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void forgetsClientThatLeavesWhileNamespaceIsLookedFor() {
		Sinks.One<Boolean> decision = Sinks.one();
		this.cleaning.of((name, auth) -> decision.asMono());
		TestEngineSession session = TestEngineSession.open(this.cleaning);
		session.receive("0/x,");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		decision.tryEmitValue(true);
		assertThat(session.sent()).isEmpty();
		assertThat(this.cleaning.namespaces()).hasSize(1);
	}

	@Test
	void prefersNamespaceThatExists() {
		this.io.of("/room-1").onConnection((socket) -> this.log.add("static"));
		this.io.of(rooms()).onConnection((socket) -> this.log.add("dynamic"));
		TestEngineSession.open(this.io).connect("/room-1");
		assertThat(this.log).containsExactly("static");
	}

	@Test
	void addsWhatIsSetUpLaterToWhatPatternsHave() {
		this.io.of(rooms()).onConnection((socket) -> this.log.add("dynamic"));
		TestEngineSession.open(this.io);
		this.io.of("/room-1").onConnection((socket) -> this.log.add("static"));
		TestEngineSession.open(this.io).connect("/room-1");
		assertThat(this.log).containsExactly("dynamic", "static");
	}

	@Test
	void nameThatIsSetUpAfterTheStartIsAChildLikeAnyOther() {
		Namespace parent = this.io.of(rooms());
		this.io.start();
		this.io.of("/room-1").onConnection((socket) -> this.log.add(socket.namespace().variables().toString()));
		TestEngineSession session = TestEngineSession.open(this.io);
		String id = session.connect("/room-1");
		assertThat(this.log).containsExactly("{number=1}");
		parent.emit("hello");
		assertThat(session.take()).containsExactly("2/room-1,[\"hello\"]");
		assertThat(parent.sockets()).extracting(SocketIOSocket::id).containsExactly(id);
		assertThat(this.io.remove("/room-1")).isTrue();
		assertThat(parent.sockets()).isEmpty();
	}

	@Test
	void existingNamespaceIsAChildOfPatternThatIsAddedLater() {
		this.io.of(rooms());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/room-1");
		Namespace later = this.io.of(Pattern.compile("/(?<kind>[a-z]+)-1"));
		later.onServerSideEmit("e", (arguments, ack) -> this.log.add("later"));
		TestEngineSession.open(this.io).connect("/room-1");
		assertThat(this.io.of("/room-1").variables()).isEqualTo(Map.of("number", "1", "kind", "room"));
		assertThat(later.sockets()).hasSize(2);
		this.local.get("/room-1").serverSideEvent("e", List.of(), null, Map.of());
		assertThat(this.log).containsExactly("later");
	}

	@Test
	void settingUpANameLaterDoesNotOverrulePredicate() {
		this.io.of((name, auth) -> Mono.just(auth.path("token").asString().equals("right")));
		this.io.start();
		for (int i = 0; i < 3; i++) {
			assertRefused(this.io, "/tenant");
			if (i == 0) {
				this.io.of("/tenant").onConnection((socket) -> {
				});
			}
			else {
				TestEngineSession session = TestEngineSession.open(this.io);
				session.receive("0/tenant,{\"token\":\"right\"}");
				session.connected();
			}
		}
	}

	@Test
	void settingUpAChildLaterDoesNotOverruleFunction() {
		AtomicBoolean open = new AtomicBoolean(true);
		this.io.of((name) -> open.get() ? Map.of() : null);
		TestEngineSession.open(this.io).connect("/tenant");
		this.io.of("/tenant").onConnection((socket) -> {
		});
		open.set(false);
		assertRefused(this.io, "/tenant");
	}

	@Test
	void nameThatIsSetUpLaterAndThatNoPatternCanAcceptIsOpen() {
		this.io.of(rooms());
		this.io.start();
		this.io.of("/news").onConnection((socket) -> this.log.add("news"));
		TestEngineSession.open(this.io).connect("/news");
		assertThat(this.log).containsExactly("news");
	}

	@Test
	void startDecidesWhatStandsByItself() {
		this.io.of(rooms()).onConnection((socket) -> this.log.add("pattern"));
		this.io.of("/room-1").onConnection((socket) -> this.log.add("before"));
		this.io.start();
		this.io.of("/room-2").onConnection((socket) -> this.log.add("after"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/room-1");
		session.connect("/room-2");
		assertThat(this.log).containsExactly("before", "pattern", "after");
	}

	@Test
	void givesChildWhatItsPatternHas() {
		Namespace parent = this.io.of(rooms());
		parent.use((socket, next) -> socket.handshake().auth().has("token") ? next.proceed()
				: Mono.error(new ConnectRefusedException("no token")));
		List<EventInvocation> held = new ArrayList<>();
		parent.addHandler(new HoldingHandler(held));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/room-1,");
		assertThat(session.take()).containsExactly("4/room-1,{\"message\":\"no token\"}");
		session.receive("0/room-1,{\"token\":1}");
		session.connected();
		session.receive("2/room-1,[\"e\"]");
		assertThat(held).hasSize(1);
	}

	@Test
	void whatIsAddedToOneChildStaysThere() {
		Namespace parent = this.io.of(rooms());
		parent.onServerSideEmit("e", (arguments, ack) -> this.log.add("parent"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/room-1");
		session.connect("/room-2");
		this.io.of("/room-1").onServerSideEmit("e", (arguments, ack) -> this.log.add("one"));
		this.local.get("/room-2").serverSideEvent("e", List.of(), null, Map.of());
		assertThat(this.log).containsExactly("parent");
		this.local.get("/room-1").serverSideEvent("e", List.of(), null, Map.of());
		assertThat(this.log).containsExactly("parent", "parent", "one");
	}

	@Test
	void sendsToAllChildrenOfPattern() {
		Namespace parent = this.io.of(rooms());
		TestEngineSession session = TestEngineSession.open(this.io);
		String first = session.connect("/room-1");
		String second = session.connect("/room-2");
		parent.emit("hello");
		parent.to(first).emit("first");
		assertThat(session.take()).containsExactly("2/room-1,[\"hello\"]", "2/room-2,[\"hello\"]",
				"2/room-1,[\"first\"]");
		assertThat(parent.sockets()).extracting(SocketIOSocket::id).containsExactly(first, second);
		assertThat(parent.socket(second)).isSameAs(this.io.of("/room-2").socket(second));
		assertThat(parent.socket("unknown")).isNull();
		assertThat(parent.fetchSockets().map(RemoteSocket::id).collectList().block()).containsExactly(first, second);
		assertThatIllegalStateException().isThrownBy(parent::adapter);
		parent.socketsJoin("x").block();
		parent.to("x").socketsLeave("x").block();
		assertThat(this.io.of("/room-1").adapter().rooms()).isEmpty();
		parent.disconnectSockets(false).block();
		assertThat(session.take()).containsExactly("1/room-1,", "1/room-2,");
	}

	@Test
	void tellsOfNewNamespaces() {
		this.io.onNewNamespace((namespace) -> this.log.add(namespace.name()));
		this.io.of(rooms());
		this.io.configure((setup) -> {
			setup.of("/a");
			setup.of("/a");
			setup.of("/");
		});
		TestEngineSession.open(this.io).connect("/room-1");
		TestEngineSession.open(this.io).connect("/room-1");
		assertThat(this.log).containsExactly("/a", "/room-1");
	}

	@Test
	void keepsEmptyChildUnlessToldOtherwise() {
		this.io.of(rooms());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/room-1");
		session.receive("1/room-1,");
		assertThat(this.io.namespaces()).hasSize(2);
	}

	@Test
	void removesChildWithItsLastSocket() {
		Namespace parent = this.cleaning.of(rooms());
		TestEngineSession one = TestEngineSession.open(this.cleaning);
		TestEngineSession two = TestEngineSession.open(this.cleaning);
		one.connect("/room-1");
		two.connect("/room-1");
		one.receive("1/room-1,");
		assertThat(this.cleaning.namespaces()).hasSize(2);
		two.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.cleaning.namespaces()).hasSize(1);
		assertThat(this.log).containsExactly("close /room-1");
		parent.emit("nobody");
		one.connect("/room-1");
		assertThat(parent.sockets()).hasSize(1);
	}

	@Test
	void removesChildThatLetNobodyIn() {
		this.cleaning.of(rooms()).use((socket, next) -> Mono.error(new ConnectRefusedException("no")));
		TestEngineSession session = TestEngineSession.open(this.cleaning);
		session.receive("0/room-1,");
		assertThat(session.take()).containsExactly("4/room-1,{\"message\":\"no\"}");
		assertThat(this.cleaning.namespaces()).hasSize(1);
	}

	@Test
	void keepsEmptyNamespaceOfNoPattern() {
		this.cleaning.configure((setup) -> setup.of("/static"));
		TestEngineSession session = TestEngineSession.open(this.cleaning);
		session.connect("/static");
		session.receive("1/static,");
		assertThat(this.cleaning.namespaces()).hasSize(2);
	}

	@Test
	void losesNobodyWhoComesWhenTheLastOneLeaves() {
		Namespace parent = this.cleaning.of(rooms());
		for (int i = 0; i < 300; i++) {
			TestEngineSession leaving = TestEngineSession.open(this.cleaning);
			leaving.connect("/room-1");
			TestEngineSession coming = TestEngineSession.open(this.cleaning);
			Race.Task leave = () -> leaving.receive("1/room-1,");
			Race.Task come = () -> coming.receive("0/room-1,");
			Race.run(leave, come);
			coming.connected();
			assertThat(parent.sockets()).hasSize(1);
			parent.emit("hello");
			assertThat(coming.take()).containsExactly("2/room-1,[\"hello\"]");
			coming.receive("1/room-1,");
			assertThat(this.cleaning.namespaces()).hasSize(1);
		}
	}

	@Test
	void keepsWhatIsSetUpWhileItsEmptyNamespaceIsRemoved() {
		SocketIOServer[] server = new SocketIOServer[1];
		server[0] = SocketIOServers.builder()
			.options(new TestOptions().cleanup().build())
			.adapters((namespace, sockets) -> new InMemoryAdapter(sockets) {

				/** The namespace lets nobody in any more, but can still be found. */
				@Override
				public void close() {
					server[0].of(namespace)
						.onConnection((socket) -> NamespaceRegistryTests.this.log.add("set up " + namespace));
				}

			})
			.build();
		server[0].of(rooms());
		TestEngineSession session = TestEngineSession.open(server[0]);
		session.connect("/room-1");
		session.receive("1/room-1,");
		for (int i = 0; i < 2; i++) {
			session.connect("/room-1");
			session.receive("1/room-1,");
			assertThat(server[0].namespaces()).hasSize(2);
		}
		assertThat(this.log).containsExactly("set up /room-1", "set up /room-1");
	}

	@Test
	void losesNothingThatIsSetUpWhenTheLastOneLeaves() {
		AtomicInteger asked = new AtomicInteger();
		this.cleaning.of(rooms());
		for (int i = 0; i < 300; i++) {
			String name = "/room-" + i;
			TestEngineSession session = TestEngineSession.open(this.cleaning);
			session.connect(name);
			Race.Task leave = () -> session.receive("1" + name + ",");
			Race.Task setUp = () -> this.cleaning.of(name).onConnection((socket) -> asked.incrementAndGet());
			Race.run(leave, setUp);
			session.connect(name);
			assertThat(asked).hasValue(i + 1);
		}
	}

	@Test
	void removesNamespace() {
		this.io.of("/a").onConnection((socket) -> socket.onDisconnect((reason) -> this.log.add(reason.value())));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/a");
		assertThat(this.io.remove("/a")).isTrue();
		assertThat(this.io.remove("/a")).isFalse();
		assertThat(session.take()).containsExactly("1/a,");
		assertThat(session.isOpen()).isTrue();
		assertThat(this.log).containsExactly("server namespace disconnect", "close /a");
		assertRefused(this.io, "/a");
	}

	@Test
	void isNotIdleBeforeTheSocketsOfARemovedNamespaceHaveLeft() {
		List<EventInvocation> held = new ArrayList<>();
		for (int generation = 0; generation < 2; generation++) {
			this.io.of("/a").addHandler(new HoldingHandler(held));
			TestEngineSession session = TestEngineSession.open(this.io);
			session.connect("/a");
			session.receive("2/a,[\"e\"]");
			this.io.remove("/a");
			session.lose(CloseReason.TRANSPORT_CLOSE);
		}
		assertThat(this.io.isIdle()).isFalse();
		held.get(0).handled();
		assertThat(this.io.isIdle()).isFalse();
		held.get(1).handled();
		assertThat(this.io.isIdle()).isTrue();
	}

	@Test
	void isIdleWhenARemovedNamespaceWasEmpty() {
		this.io.configure((setup) -> setup.of("/a"));
		assertThat(this.io.remove("/a")).isTrue();
		assertThat(this.io.isIdle()).isTrue();
	}

	@Test
	void refusesClientWhoComesWhileNamespaceIsRemoved() {
		TestEngineSession late = TestEngineSession.open(this.io);
		this.io.of("/a").onConnection((socket) -> socket.onDisconnect((reason) -> late.receive("0/a,")));
		TestEngineSession.open(this.io).connect("/a");
		this.io.remove("/a");
		assertThat(late.take()).containsExactly("4/a,{\"message\":\"Invalid namespace\"}");
	}

	/**
	 * Writes down that it was closed.
	 */
	private static final class LoggingAdapter extends InMemoryAdapter {

		private final String namespace;

		private final List<String> log;

		LoggingAdapter(String namespace, LocalSockets sockets, List<String> log) {
			super(sockets);
			this.namespace = namespace;
			this.log = log;
		}

		@Override
		public void close() {
			this.log.add("close " + this.namespace);
		}

	}

}
