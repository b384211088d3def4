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

package io.github.socketiospring.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.github.socketiospring.actuate.SocketDescriptors.SocketDescriptor;
import io.github.socketiospring.actuate.SocketIOEndpoint.NamespaceDescriptor;
import io.github.socketiospring.actuate.SocketIOEndpoint.RoomDescriptor;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SanitizableData;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SocketIOEndpoint}.
 */
class SocketIOEndpointTests {

	private static final Duration UPTIME = Duration.ofMinutes(5);

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final SocketIOEndpoint endpoint = endpoint(Clock.systemUTC());

	private final TestEngineSession session = TestEngineSession.open(this.io, () -> "ann", Context.empty());

	private SocketIOEndpoint endpoint(Clock clock) {
		return new SocketIOEndpoint(this.io, new SocketDescriptors(List.of(SocketIOEndpointTests::sanitize), clock));
	}

	private static SanitizableData sanitize(SanitizableData data) {
		return "secret".equals(data.getValue()) ? data.withSanitizedValue() : data;
	}

	private SocketIOSocket connect(TestEngineSession session) {
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		assertThat(socket).isNotNull();
		return socket;
	}

	private @Nullable Page<?> list(String kind) {
		return this.endpoint.list(kind, null, null, null, null, null);
	}

	@SuppressWarnings("unchecked")
	private static List<SocketDescriptor> sockets(@Nullable Page<?> page) {
		assertThat(page).isNotNull();
		return (List<SocketDescriptor>) page.content();
	}

	private void run(String command, @Nullable String socket, @Nullable String room, @Nullable String user,
			@Nullable List<String> rooms) {
		this.endpoint.run(command, null, socket, room, user, rooms, null, null, null).block();
	}

	@Test
	void listsNamespaces() {
		this.io.of("/chat").onConnection((socket) -> {
		});
		connect(this.session).join("a", "b");
		assertThat(this.endpoint.server().connections()).isOne();
		assertThat(this.endpoint.server().namespaces()).containsExactly(new NamespaceDescriptor("/", 1, 2),
				new NamespaceDescriptor("/chat", 0, 0));
	}

	@Test
	void listsRoomsWithTheirSizesInPages() {
		connect(this.session).join("a", "b", "c");
		connect(TestEngineSession.open(this.io)).join("b");
		Page<?> all = list("rooms");
		assertThat(all).isNotNull();
		assertThat(all.total()).isEqualTo(3);
		assertThat(all.content())
			.isEqualTo(List.of(new RoomDescriptor("a", 1), new RoomDescriptor("b", 2), new RoomDescriptor("c", 1)));
		assertThat(this.endpoint.list("rooms", "/", null, null, 1, 2))
			.isEqualTo(new Page<>(1, 2, 3, List.of(new RoomDescriptor("c", 1))));
		assertThat(this.endpoint.list("rooms", "/", null, null, Integer.MAX_VALUE, 1000))
			.isEqualTo(new Page<>(Integer.MAX_VALUE, 1000, 3, List.of()));
	}

	@Test
	void describesSockets() {
		SocketIOSocket socket = connect(this.session);
		socket.join("a");
		Instant connected = socket.handshake().issued();
		SocketIOEndpoint later = endpoint(Clock.fixed(connected.plus(UPTIME), ZoneOffset.UTC));
		assertThat(sockets(later.list("sockets", null, null, null, null, null))).singleElement()
			.satisfies((descriptor) -> {
				assertThat(descriptor.id()).isEqualTo(socket.id());
				assertThat(descriptor.principal()).isEqualTo("ann");
				assertThat(descriptor.transport()).isEqualTo("websocket");
				assertThat(descriptor.connected()).isEqualTo(connected);
				assertThat(descriptor.uptime()).isEqualTo(UPTIME);
				assertThat(descriptor.queuedBytes()).isZero();
				assertThat(descriptor.rooms()).containsExactlyInAnyOrder("a", socket.id());
			});
	}

	@Test
	void sanitizesNamesOfPrincipals() {
		connect(TestEngineSession.open(this.io, () -> "secret", Context.empty()));
		assertThat(sockets(list("sockets"))).extracting(SocketDescriptor::principal).containsExactly("******");
	}

	@Test
	void showsNoSessionIdOfAnOldClient() {
		TestEngineSession old = TestEngineSession.openOld(this.io);
		assertThat(sockets(list("sockets"))).singleElement()
			.satisfies((descriptor) -> assertThat(descriptor.id()).doesNotContain(old.id()));
		String shown = sockets(list("sockets")).get(0).id();
		run("join", shown, null, null, List.of("a"));
		assertThat(this.io.of("/").roomSize("a")).isOne();
	}

	@Test
	void showsNoSessionIdOfAnOldClientAsARoom() {
		TestEngineSession old = TestEngineSession.openOld(this.io);
		String id = this.io.of("/").sockets().iterator().next().id();
		assertThat(id).contains(old.id());
		String shown = sockets(list("sockets")).get(0).id();
		assertThat(sockets(list("sockets"))).singleElement()
			.satisfies((descriptor) -> assertThat(descriptor.rooms()).containsExactly(shown));
	}

	@Test
	void listsTheSocketsOfARoomAndOfAUser() {
		SocketIOSocket ann = connect(this.session);
		SocketIOSocket nobody = connect(TestEngineSession.open(this.io));
		nobody.join("a");
		assertThat(sockets(this.endpoint.list("sockets", null, "a", null, null, null))).extracting(SocketDescriptor::id)
			.containsExactly(nobody.id());
		assertThat(sockets(this.endpoint.list("sockets", null, null, "ann", null, null)))
			.extracting(SocketDescriptor::id)
			.containsExactly(ann.id());
	}

	@Test
	void knowsNoOtherKindsAndNamespaces() {
		assertThat(list("users")).isNull();
		assertThat(this.endpoint.list("rooms", "/unknown", null, null, null, null)).isNull();
		assertThat(this.io.namespaces()).hasSize(1);
	}

	@Test
	void refusesPagesThatDoNotExist() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.list("rooms", null, null, null, -1, null));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.list("rooms", null, null, null, null, 1001));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.list("rooms", null, null, null, null, 0));
	}

	@Test
	void movesSocketsBetweenRooms() {
		SocketIOSocket ann = connect(this.session);
		SocketIOSocket nobody = connect(TestEngineSession.open(this.io));
		run("join", null, null, "ann", List.of("a", "b"));
		assertThat(ann.rooms()).contains("a", "b");
		assertThat(nobody.rooms()).doesNotContain("a", "b");
		run("leave", null, "a", null, List.of("b"));
		assertThat(ann.rooms()).contains("a").doesNotContain("b");
		run("join", nobody.id(), null, null, List.of("c"));
		assertThat(nobody.rooms()).contains("c");
	}

	@Test
	void disconnectsTheSocketsOfARoom() {
		connect(this.session).join("a");
		SocketIOSocket other = connect(TestEngineSession.open(this.io));
		run("disconnect", null, "a", null, null);
		assertThat(this.session.sent()).containsExactly("1");
		assertThat(other.isConnected()).isTrue();
	}

	@Test
	void sendsMessages() {
		connect(this.session);
		this.endpoint.run("message", null, null, null, null, null, null, "notice", "soon").block();
		assertThat(this.session.sent()).containsExactly("2[\"notice\",\"soon\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "disconnect", "join", "leave" })
	void commandsForNobodyInParticularAreRefused(String command) {
		SocketIOSocket socket = connect(this.session);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> run(command, null, null, null, List.of("a")));
		assertThat(socket.isConnected()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "disconnect", "join", "leave", "message" })
	void commandsWithSeveralChoicesAreRefused(String command) {
		SocketIOSocket socket = connect(this.session);
		assertRefusesChoice(command, socket.id(), "a", null);
		assertRefusesChoice(command, socket.id(), null, "ann");
		assertRefusesChoice(command, null, "a", "ann");
		assertRefusesChoice(command, socket.id(), "a", "ann");
		assertThat(socket.isConnected()).isTrue();
		assertThat(this.session.sent()).isEmpty();
	}

	private void assertRefusesChoice(String command, @Nullable String socket, @Nullable String room,
			@Nullable String user) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.run(command, null, socket, room, user, List.of("b"), null, "notice", null))
			.withMessageContaining("Only one of");
	}

	@Test
	void refusesRoomsThatAreReserved() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> run("disconnect", null, "\u0000user:ann", null, null));
	}

	@Test
	void refusesWhatIsIncomplete() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> run("join", null, "a", null, null))
			.withMessageContaining("'rooms'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> run("message", null, null, null, null))
			.withMessageContaining("'event'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> run("explode", null, "a", null, null))
			.withMessageContaining("'explode'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> run("join", null, "a", null, List.of("\u0000user:ann")));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.run("message", "/unknown", null, null, null, null, null, "a", null));
	}

}
