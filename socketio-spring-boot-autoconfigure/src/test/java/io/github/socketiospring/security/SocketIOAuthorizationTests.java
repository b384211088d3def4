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

package io.github.socketiospring.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.RecoveryOptions;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.expression.spel.SpelParseException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Clients present the name and the authorities of their user when they connect, as
 * {@code ann:ROLE_USER}.
 */
class SocketIOAuthorizationTests {

	private static final Pattern OFFSET = Pattern.compile(",\"([^\"]+)\"\\]$");

	private final List<String> log = new ArrayList<>();

	private SocketIOServer io = server((rules) -> rules);

	private SocketIOServer server(UnaryOperator<SocketIOAuthorization.Builder> rules) {
		return server(rules.apply(SocketIOAuthorization.builder()).build());
	}

	private SocketIOServer server(@Nullable SocketIOAuthorization rules) {
		SocketIOServer.Builder builder = SocketIOServers.builder()
			.options(SocketIOOptions.builder()
				.recovery(RecoveryOptions.builder().enabled(true).skipMiddlewares(false).build())
				.build())
			.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100,
					new TestTimer()))
			.errorStatuses((error, locale) -> (error instanceof AccessDeniedException)
					? new ErrorStatus(403, "Forbidden") : ErrorStatus.of(error))
			.errors((error, locale) -> (error instanceof AccessDeniedException) ? "denied" : "failed")
			.principalContext(new SecurityContextWriter());
		if (rules != null) {
			builder.accessRules(rules);
		}
		SocketIOServer server = builder.build();
		server.use((socket, next) -> {
			String[] user = socket.handshake().auth().path("user").asString("").split(":");
			if (user.length == 2) {
				socket.setPrincipal(UsernamePasswordAuthenticationToken.authenticated(user[0], null,
						AuthorityUtils.commaSeparatedStringToAuthorityList(user[1])));
			}
			return next.proceed();
		});
		return server;
	}

	private void rules(Consumer<NamespaceAuthorization> rules) {
		this.io = server((builder) -> builder.namespace("/", rules));
		this.io.of("/").addHandler(new Handler());
	}

	private TestEngineSession open(String user) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"user\":\"" + user + "\"}");
		return session;
	}

	private TestEngineSession connect(String user) {
		TestEngineSession session = open(user);
		session.connected();
		return session;
	}

	private long count(SocketIOCounter counter) {
		return this.io.statistics().count(counter);
	}

	@Test
	void whatNoRuleNamesIsDenied() {
		TestEngineSession session = open("ann:ROLE_USER");
		assertThat(session.take()).containsExactly("4{\"message\":\"Forbidden\",\"data\":\"denied\"}");
		assertThat(count(SocketIOCounter.CONNECT_DENIED)).isOne();
		rules((root) -> root.connect().permitAll());
		TestEngineSession connected = connect("ann:ROLE_USER");
		connected.receive("20[\"say\"]", "21[\"unknown\"]", "2[\"say\"]", "22[1]");
		assertThat(connected.take()).containsExactly("30[\"denied\"]", "31[\"denied\"]", "32[\"denied\"]");
		assertThat(count(SocketIOCounter.EVENT_DENIED)).isEqualTo(4);
		assertThat(this.log).containsExactly("connect ann");
		SocketIOSocket socket = this.io.of("/").sockets().iterator().next();
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> socket.join("room"));
		assertThat(count(SocketIOCounter.JOIN_DENIED)).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "/guarded,any,true", "/guarded,none,true", "/guarded,/guarded,false", "/guarded,/gu*,false",
			"/guarded,/other,true", "/other,none,false", "/guarded/x,none,false", "/Guarded,none,false" })
	void guardedNamespaceIsOpenUnlessRulesNameIt(String namespace, String denied, boolean open) {
		SocketIOAuthorization.Builder rules = SocketIOAuthorization.builder().guardedNamespace("/guarded");
		if (denied.equals("any")) {
			rules.anyNamespace((any) -> any.connect().denyAll());
		}
		else if (!denied.equals("none")) {
			rules.namespace(denied, (named) -> named.connect().denyAll());
		}
		this.io = server(rules.build());
		this.io.of(namespace).addHandler(new Handler());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0" + namespace + ",");
		if (!open) {
			assertThat(session.take()).singleElement().asString().contains("\"message\":\"Forbidden\"");
			return;
		}
		assertThat(session.take()).singleElement().asString().contains("\"sid\":");
		session.receive("2" + namespace + ",0[\"say\"]");
		assertThat(session.take()).containsExactly("3" + namespace + ",0[\"say\"]");
		this.io.of(namespace).sockets().iterator().next().join("room");
	}

	@ParameterizedTest
	@CsvSource({ "ann:ROLE_USER,denied", "ann:ROLE_ADMIN,say", "'',denied" })
	void roles(String user, String expected) {
		rules((root) -> root.connect().permitAll().events("say").hasRole("ADMIN"));
		TestEngineSession session = connect(user);
		session.receive("20[\"say\"]");
		assertThat(session.take()).containsExactly("30[\"" + expected + "\"]");
	}

	@ParameterizedTest
	@CsvSource({ "say,ok", "chat:x,denied", "chat:say,ok", "other,denied" })
	void firstRuleThatMatchesDecides(String event, String expected) {
		rules((root) -> root.connect()
			.permitAll()
			.events("say", "chat:say")
			.hasAuthority("SCOPE_chat")
			.events("chat:*")
			.denyAll()
			.anyEvent()
			.hasAnyAuthority("SCOPE_other", "SCOPE_more"));
		TestEngineSession session = connect("ann:SCOPE_chat");
		session.receive("20[\"" + event + "\"]");
		assertThat(session.take()).containsExactly("30[\"" + (expected.equals("ok") ? event : expected) + "\"]");
	}

	@Test
	void firstNamespaceThatMatchesHasTheRules() {
		this.io = server((rules) -> rules.namespace("/tenant-{id}", (tenant) -> tenant.connect().access("#id == '1'"))
			.namespace("/**", (any) -> any.connect().permitAll()));
		List.of("/tenant-1", "/tenant-2", "/other").forEach((name) -> this.io.of(name).addHandler(new Handler()));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/tenant-1,", "0/tenant-2,", "0/other,", "0");
		assertThat(session.take()).extracting((packet) -> packet.replaceAll("\\{\"sid.*", "in"))
			.containsExactly("0/tenant-1,in", "4/tenant-2,{\"message\":\"Forbidden\",\"data\":\"denied\"}",
					"0/other,in", "0in");
	}

	@Test
	void middlewareDecidesOnTheClientBefore() {
		this.io = server((rules) -> rules.anyNamespace((any) -> any.connect().authenticated()));
		assertThat(open("").take()).singleElement().asString().startsWith("4{\"message\":\"Forbidden\"");
		assertThat(open("ann:ROLE_USER").take()).singleElement().asString().startsWith("0{");
	}

	@ParameterizedTest
	@CsvSource({ "ann:ROLE_USER,'{\"author\":\"ann\"}',remove", "ann:ROLE_USER,'{\"author\":\"bob\"}',denied",
			"mod:ROLE_MOD,'{\"author\":\"bob\"}',remove", "ann:ROLE_USER,'{}',denied", "ann:ROLE_USER,'[1]',denied",
			"ann:ROLE_USER,null,denied", "'','{\"author\":\"ann\"}',denied", "'','{\"author\":null}',denied" })
	void argumentsAreExamined(String user, String argument, String expected) {
		rules((root) -> root.connect()
			.permitAll()
			.events("remove")
			.access("hasRole('MOD') or arguments[0].author == authentication.name"));
		TestEngineSession session = connect(user);
		session.receive("20[\"remove\"," + argument + "]");
		assertThat(session.take()).containsExactly("30[\"" + expected + "\"]");
		session.receive("21[\"remove\"]");
		assertThat(session.take()).containsExactly("31[\"" + (user.contains("MOD") ? expected : "denied") + "\"]");
	}

	@Test
	void expressionsKnowWhatTheyDecideOn() {
		rules((root) -> root.connect()
			.access("namespace == '/' and event == null and room == null")
			.events("{verb}-it")
			.access("event == 'say-it' and #verb == 'say' and arguments[0] + arguments[1][0] == 3 and arguments[2]")
			.rooms("table-{number}")
			.access("#number == '7' and room == 'table-7' and isAuthenticated()"));
		TestEngineSession session = connect("ann:ROLE_USER");
		session.receive("20[\"say-it\",1,[2],true]", "21[\"say-it\",1,[3],true]");
		assertThat(session.take()).containsExactly("30[\"say-it\"]", "31[\"denied\"]");
		SocketIOSocket socket = this.io.of("/").sockets().iterator().next();
		socket.join("table-7");
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> socket.join("table-7", "table-8"));
		assertThat(socket.rooms()).contains("table-7").hasSize(2);
	}

	@Test
	void managersAreAskedWithTheArgumentsAndTheContextOfTheClient() {
		rules((root) -> root.connect().permitAll().anyEvent().access((authentication, context) -> {
			this.log.add(context.event() + context.arguments() + authentication.get().getName() + " "
					+ SecurityContextHolder.getContext().getAuthentication().getName() + " " + context.namespace());
			return context.arguments().isEmpty() ? null : new AuthorizationDecision(true);
		}));
		TestEngineSession session = connect("ann:ROLE_USER");
		this.log.clear();
		session.receive("20[\"say\",1]", "21[\"say\"]");
		assertThat(session.take()).containsExactly("30[\"say\"]", "31[\"denied\"]");
		assertThat(this.log).containsExactly("say[1]ann ann /", "say", "say[]ann ann /");
	}

	@Test
	void deniedEventReachesNothing() {
		rules((root) -> root.connect()
			.permitAll()
			.events("say")
			.denyAll()
			.events("later")
			.accessReactive((authentication, context) -> Mono.empty())
			.anyEvent()
			.access("arguments[0] == 1"));
		this.io.onConnection((socket) -> socket.use((event) -> Mono.fromRunnable(() -> this.log.add("middleware")))
			.onAny((event, arguments) -> this.log.add("any"))
			.on("say", (arguments, ack) -> this.log.add("listener")));
		TestEngineSession session = connect("ann:ROLE_USER");
		this.log.clear();
		session.receive("20[\"say\"]", "21[\"later\"]", "22[\"other\",2]");
		assertThat(session.take()).containsExactly("30[\"denied\"]", "31[\"denied\"]", "32[\"denied\"]");
		assertThat(this.log).isEmpty();
		session.receive("23[\"other\",1]");
		assertThat(session.take()).containsExactly("33[\"other\"]");
		assertThat(this.log).containsExactly("any", "middleware", "other");
	}

	@Test
	void laterEventsWaitForReactiveRules() {
		Sinks.One<Boolean> decision = Sinks.one();
		rules((root) -> root.connect()
			.accessReactive((authentication, context) -> authentication
				.map((known) -> new AuthorizationDecision(known.getName().equals("ann"))))
			.events("first")
			.accessReactive((authentication, context) -> decision.asMono().map(AuthorizationDecision::new))
			.anyEvent()
			.permitAll());
		assertThat(open("bob:ROLE_USER").take()).singleElement().asString().startsWith("4{\"message\":\"Forbidden\"");
		TestEngineSession session = connect("ann:ROLE_USER");
		this.log.clear();
		session.receive("20[\"first\"]", "21[\"second\"]");
		assertThat(session.take()).isEmpty();
		decision.tryEmitValue(true);
		assertThat(session.take()).containsExactly("30[\"first\"]", "31[\"second\"]");
		assertThat(this.log).containsExactly("first", "second");
	}

	@Test
	void failureOfARuleDenies() {
		rules((root) -> root.connect().permitAll().events("say").access((authentication, context) -> {
			throw new IllegalStateException("on purpose");
		}).events("later").accessReactive((authentication, context) -> Mono.error(new IllegalStateException("later"))));
		TestEngineSession session = connect("ann:ROLE_USER");
		this.log.clear();
		session.receive("20[\"say\"]", "21[\"later\"]");
		assertThat(session.take()).containsExactly("30[\"failed\"]", "31[\"failed\"]");
		assertThat(this.log).isEmpty();
		assertThat(count(SocketIOCounter.EVENT_DENIED)).isEqualTo(2);
	}

	@Test
	void joinIsDeniedToTheSocketAndNotToTheServer() {
		this.io = server((rules) -> rules
			.anyNamespace((any) -> any.connect().permitAll().anyEvent().permitAll().rooms("lobby").permitAll()));
		this.io.onConnection((socket) -> socket.on("join", (arguments, ack) -> {
			socket.join(arguments.get(0, String.class));
			ack.send("joined");
		}));
		TestEngineSession session = connect("ann:ROLE_USER");
		session.receive("20[\"join\",\"lobby\"]", "21[\"join\",\"staff\"]");
		assertThat(session.take()).containsExactly("30[\"joined\"]", "31[\"denied\"]");
		assertThat(rooms()).containsExactly("lobby");
		this.io.socketsJoin(List.of("staff")).subscribe();
		assertThat(rooms()).containsExactlyInAnyOrder("lobby", "staff");
	}

	private Set<String> rooms() {
		SocketIOSocket socket = this.io.of("/").sockets().iterator().next();
		Set<String> rooms = new HashSet<>(socket.rooms());
		rooms.remove(socket.id());
		return rooms;
	}

	@Test
	void recoveredSocketKeepsItsRoomsAndIsAskedWhetherItMayConnect() {
		AtomicReference<Boolean> open = new AtomicReference<>(true);
		rules((root) -> root.connect().access((authentication, context) -> new AuthorizationDecision(open.get())));
		TestEngineSession lost = open("ann:ROLE_USER");
		String privateId = TestEngineSession.privateId(lost.sent());
		String id = lost.connected();
		this.io.socketsJoin(List.of("staff")).subscribe();
		this.io.emit("seen");
		Matcher offset = OFFSET.matcher(lost.take().get(0));
		assertThat(offset.find()).isTrue();
		String comeBack = "0{\"user\":\"ann:ROLE_USER\",\"pid\":\"" + privateId + "\",\"offset\":\"" + offset.group(1)
				+ "\"}";
		lost.lose(CloseReason.TRANSPORT_CLOSE);
		open.set(false);
		TestEngineSession refused = TestEngineSession.open(this.io);
		refused.receive(comeBack);
		assertThat(refused.take()).singleElement().asString().startsWith("4{\"message\":\"Forbidden\"");
		open.set(true);
		TestEngineSession back = TestEngineSession.open(this.io);
		back.receive(comeBack);
		assertThat(back.connected()).isEqualTo(id);
		assertThat(rooms()).containsExactly("staff");
	}

	@Test
	void pendingEventsKeepTheAuthoritiesOfTheirReception() {
		rules((root) -> root.connect().permitAll().events("slow").permitAll().events("say").hasRole("ADMIN"));
		Sinks.Empty<Void> gate = Sinks.empty();
		this.io.onConnection(
				(socket) -> socket.use((event) -> event.name().equals("slow") ? gate.asMono() : Mono.empty()));
		TestEngineSession session = connect("ann:ROLE_ADMIN");
		session.receive("20[\"slow\"]", "21[\"say\"]");
		SocketIOSocket socket = this.io.of("/").sockets().iterator().next();
		socket.setPrincipal(UsernamePasswordAuthenticationToken.authenticated("ann", null, List.of()));
		session.receive("22[\"say\"]");
		gate.tryEmitEmpty();
		assertThat(session.take()).containsExactly("32[\"denied\"]", "30[\"slow\"]", "31[\"say\"]");
	}

	@Test
	void roleHierarchyAndPrefixAreThoseOfTheFactory() {
		DefaultAuthorizationManagerFactory<Object> managers = new DefaultAuthorizationManagerFactory<>();
		managers.setRolePrefix("GROUP_");
		managers.setRoleHierarchy(RoleHierarchyImpl.fromHierarchy("GROUP_ADMIN > GROUP_USER"));
		this.io = server(SocketIOAuthorization.builder(managers, null)
			.anyNamespace((any) -> any.connect().hasRole("USER").anyEvent().access("hasRole('USER')"))
			.build());
		this.io.of("/").addHandler(new Handler());
		TestEngineSession session = connect("ann:GROUP_ADMIN");
		session.receive("20[\"say\"]");
		assertThat(session.take()).containsExactly("30[\"say\"]");
	}

	@Test
	void withoutRulesEverythingIsAllowed() {
		this.io = server((SocketIOAuthorization) null);
		this.io.of("/").addHandler(new Handler());
		TestEngineSession session = connect("");
		session.receive("20[\"say\"]");
		assertThat(session.take()).containsExactly("30[\"say\"]");
		this.io.of("/").sockets().iterator().next().join("room");
	}

	@Test
	void impossibleRulesAreNotBuilt() {
		assertThatIllegalStateException().isThrownBy(() -> rules((root) -> root.connect()))
			.withMessageContaining("connect()");
		assertThatIllegalStateException().isThrownBy(() -> rules((root) -> root.events("say").toString().length()))
			.withMessageContaining("events(say)");
		assertThatIllegalStateException()
			.isThrownBy(() -> rules((root) -> root.anyEvent().permitAll().events("say").denyAll()));
		assertThatIllegalStateException()
			.isThrownBy(() -> rules((root) -> root.connect().permitAll().connect().denyAll()));
		assertThatIllegalStateException().isThrownBy(() -> rules((root) -> {
			root.events("say");
			root.connect().permitAll();
		}));
		assertThatIllegalStateException()
			.isThrownBy(() -> rules((root) -> root.rooms("x")
				.accessReactive((authentication, context) -> Mono.just(new AuthorizationDecision(true)))))
			.withMessageContaining("rooms(x)");
		assertThatIllegalArgumentException().isThrownBy(() -> rules((root) -> root.events().permitAll()));
		assertThatExceptionOfType(SpelParseException.class)
			.isThrownBy(() -> rules((root) -> root.connect().access("hasRole(")));
		assertThatIllegalStateException().isThrownBy(() -> server((rules) -> rules.anyNamespace((any) -> {
		}).namespace("/", (root) -> {
		})));
		assertThatIllegalArgumentException().isThrownBy(() -> server((rules) -> rules.namespace("chat", (chat) -> {
		})));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/say", "a/b", "", "**", "{x}" })
	void anyMatchesEveryName(String event) {
		rules((root) -> root.connect().permitAll().anyEvent().permitAll());
		TestEngineSession session = connect("");
		session.receive("20[\"" + event + "\"]");
		assertThat(session.take()).containsExactly("30[\"" + event + "\"]");
	}

	/**
	 * Answers each event with its name.
	 */
	private final class Handler implements NamespaceHandler, EventHandler {

		@Override
		public Mono<Void> onConnect(SocketIOSocket socket) {
			return Mono.fromRunnable(() -> SocketIOAuthorizationTests.this.log
				.add("connect " + ((socket.principal() != null) ? socket.principal().getName() : "nobody")));
		}

		@Override
		public EventHandler eventHandler(String event) {
			return this;
		}

		@Override
		public @Nullable Object readArguments(EventArguments arguments) {
			return arguments.readTrees();
		}

		@Override
		public void handle(EventInvocation invocation) {
			SocketIOAuthorizationTests.this.log.add(invocation.event());
			invocation.ack().send(invocation.event());
			invocation.handled();
		}

	}

}
