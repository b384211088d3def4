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

package io.github.socketiospring.sample.chat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.TestProfile;
import org.awaitility.Awaitility;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The chat, visited with the Java client.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.reactor.netty.shutdown-quiet-period=0s", "socketio.shutdown.budget=0s" })
@AutoConfigureWebTestClient
class ChatTests {

	private static final List<String> OTHERS = List.of("cleo", "dora", "emil");

	private static final int HASTY = TestProfile.choose(3, 30);

	private final int port;

	private final WebTestClient http;

	private final Directory directory;

	private final SocketIOServer io;

	ChatTests(@LocalServerPort int port, @Autowired WebTestClient http, @Autowired Directory directory,
			@Autowired SocketIOServer io) {
		this.port = port;
		this.http = http;
		this.directory = directory;
		this.io = io;
	}

	@DynamicPropertySource
	static void users(DynamicPropertyRegistry properties) {
		Stream.concat(OTHERS.stream(), IntStream.range(0, HASTY).mapToObj((number) -> "hasty" + number))
			.forEach((name) -> properties.add("chat.users." + name + ".password", () -> "{noop}" + name));
	}

	@Test
	void servesThePageAndItsClient() {
		this.http.get()
			.uri("/")
			.headers((headers) -> logIn(headers, "ann"))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("/socket.io/socket.io.js"));
		this.http.get()
			.uri("/socket.io/socket.io.js")
			.headers((headers) -> logIn(headers, "ann"))
			.exchange()
			.expectStatus()
			.isOk();
	}

	@Test
	void sendsNewcomersToTheLogin() throws JSONException {
		this.http.get().uri("/").accept(MediaType.TEXT_HTML).exchange().expectHeader().location("/login");
		this.http.get()
			.uri("/login")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("ann", "bob", "mod"));
		this.http.get()
			.uri("/account")
			.exchange()
			.expectBody(JsonNode.class)
			.value((account) -> assertThat(account.get("name").isNull()).isTrue());
		// Browsers must not ask for a password by themselves.
		this.http.get()
			.uri("/socket.io/?EIO=4&transport=polling")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.doesNotExist(HttpHeaders.WWW_AUTHENTICATE);
		try (Visitor nobody = Visitor.knock(this.port, Map.of());
				Visitor liar = Visitor.knock(this.port, Map.of(HttpHeaders.AUTHORIZATION,
						List.of("Basic " + HttpHeaders.encodeBasicAuth("mod", "ann", null))))) {
			assertThat(nobody.next("connect_error")).isNotEmpty();
			assertThat(liar.next("connect_error")).isNotEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/metrics/socketio.sockets",
			"/actuator/socketio/sockets?namespace=/chat", "/socketio-admin/" })
	void showsItsInsideToTheModeratorOnly(String uri) {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			this.http.get().uri(uri).exchange().expectStatus().isUnauthorized();
			this.http.get()
				.uri(uri)
				.headers((headers) -> logIn(headers, "ann"))
				.exchange()
				.expectStatus()
				.isForbidden();
			this.http.get().uri(uri).headers((headers) -> logIn(headers, "mod")).exchange().expectStatus().isOk();
		}
	}

	@Test
	void letsTheModeratorRemoveSomebody() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann");
				Visitor bob = Visitor.enter(this.port, "bob");
				Visitor mod = Visitor.enter(this.port, "mod")) {
			assertThat(ann.ask("remove", Map.of("name", "bob")).getInt("status")).isEqualTo(403);
			assertThat(mod.ask("remove", Map.of("name", "bob"))).isNull();
			assertThat(bob.next("removed")).containsExactly("mod");
			assertThat(bob.next("disconnect")[0]).isEqualTo("io server disconnect");
			awaitNotice(ann, "bob was removed by mod");
			assertThat(mod.ask("remove", Map.of("name", "nobody")).getString("detail"))
				.isEqualTo("nobody is not here any more.");
		}
	}

	@Test
	void letsTheModeratorCloseRooms() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann"); Visitor mod = Visitor.enter(this.port, "mod")) {
			for (String room : List.of("#lobby", "#shed")) {
				join(ann, room);
				join(mod, room);
				ann.ask("message", Map.of("to", room, "text", "Hello"));
				assertThat(ann.ask("close", Map.of("room", room)).getInt("status")).isEqualTo(403);
				assertThat(mod.ask("close", Map.of("room", room))).isNull();
				assertThat(ann.next("closed")).containsExactly(room, "mod");
				assertThat(ann.ask("message", Map.of("to", room, "text", "Hello?")).getString("detail"))
					.isEqualTo("You are not in " + room + ".");
				assertThat(this.io.of(ChatNamespace.PATH).roomSize(room)).isZero();
				assertThat(join(ann, room).getJSONArray("history").length()).isZero();
			}
			awaitMembers(ann, "#lobby", "[\"ann\"]");
			ann.ask("leave", Map.of("room", "#shed"));
			assertThat(mod.ask("close", Map.of("room", "#shed")).getString("detail"))
				.isEqualTo("There is no room #shed.");
		}
	}

	@Test
	void letsNobodyReadPrivateMessagesOfOthers() {
		try (Visitor dora = Visitor.enter(this.port, "dora")) {
			assertThat(join(dora, "@bob").optInt("status")).isEqualTo(400);
			SocketIOSocket socket = this.io.of(ChatNamespace.PATH)
				.sockets()
				.stream()
				.filter((candidate) -> candidate.rooms().contains("@dora"))
				.findAny()
				.orElseThrow();
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> socket.join("@bob"));
		}
	}

	@Test
	void letsTheSamePersonTakeOver() throws JSONException {
		try (Visitor before = Visitor.enter(this.port, "dora"); Visitor after = Visitor.enter(this.port, "dora")) {
			assertThat(before.next("disconnect")[0]).isEqualTo("io server disconnect");
			assertThat(join(after, "#lobby").has("history")).isTrue();
		}
	}

	@Test
	void passesOnWhatIsSaidInARoomAndTellsWhoGotIt() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann"); Visitor bob = Visitor.enter(this.port, "bob")) {
			join(ann, "#kitchen");
			join(bob, "#kitchen");
			JSONObject receipt = ann.ask("message", Map.of("to", "#kitchen", "text", "Tea?"));
			JSONObject message = bob.nextObject("message");
			assertThat(message.getString("id")).isEqualTo(receipt.getString("id"));
			assertThat(message.getString("from")).isEqualTo("ann");
			assertThat(message.getString("to")).isEqualTo("#kitchen");
			assertThat(message.getString("text")).isEqualTo("Tea?");
			Object[] delivered = ann.next("delivered");
			assertThat(delivered[0]).isEqualTo(receipt.getString("id"));
			assertThat(((Number) delivered[1]).intValue()).isOne();
		}
	}

	@Test
	void showsANewcomerWhatWasSaidBefore() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			join(ann, "#history");
			ann.ask("message", Map.of("to", "#history", "text", "First"));
			ann.ask("message", Map.of("to", "#history", "text", "Second"));
			try (Visitor bob = Visitor.enter(this.port, "bob")) {
				JSONArray history = join(bob, "#history").getJSONArray("history");
				assertThat(history.length()).isEqualTo(2);
				assertThat(history.getJSONObject(0).getString("text")).isEqualTo("First");
			}
		}
	}

	@Test
	void passesOnPictures() throws JSONException {
		byte[] bytes = new byte[500_000];
		Arrays.fill(bytes, (byte) 0x5a);
		try (Visitor ann = Visitor.enter(this.port, "ann"); Visitor bob = Visitor.enter(this.port, "bob")) {
			join(ann, "#garden");
			join(bob, "#garden");
			ann.ask("picture", Map.of("to", "#garden", "picture", Map.of("type", "image/png", "data", bytes)));
			JSONObject picture = bob.nextObject("message").getJSONObject("picture");
			assertThat(picture.getString("type")).isEqualTo("image/png");
			assertThat(picture.get("data")).isEqualTo(bytes);
		}
	}

	@Test
	void refusesAPictureThatMightCarryAScript() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			join(ann, "#garden");
			JSONObject problem = ann.ask("picture",
					Map.of("to", "#garden", "picture", Map.of("type", "image/svg+xml", "data", new byte[10])));
			assertThat(problem.getInt("status")).isEqualTo(400);
		}
	}

	@Test
	void takesPrivateMessagesToOnePersonOnly() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann");
				Visitor bob = Visitor.enter(this.port, "bob");
				Visitor cleo = Visitor.enter(this.port, "cleo")) {
			for (Visitor visitor : List.of(ann, bob, cleo)) {
				join(visitor, "#lobby");
			}
			ann.ask("message", Map.of("to", "@bob", "text", "Psst"));
			ann.ask("message", Map.of("to", "#lobby", "text", "Hello"));
			assertThat(bob.nextObject("message").getString("text")).isEqualTo("Psst");
			assertThat(cleo.nextObject("message").getString("text")).isEqualTo("Hello");
		}
	}

	@Test
	void refusesMessagesToWhereOneIsNot() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			assertThat(ann.ask("message", Map.of("to", "#elsewhere", "text", "Hello")).getString("detail"))
				.isEqualTo("You are not in #elsewhere.");
			assertThat(ann.ask("message", Map.of("to", "@Nobody", "text", "Hello")).getString("detail"))
				.isEqualTo("Nobody is not here any more.");
		}
	}

	@Test
	void forgetsThoseWhoVanishWhileTheyComeIn() {
		HttpClient client = HttpClient.newHttpClient();
		URI uri = URI.create("ws://127.0.0.1:" + this.port + "/socket.io/?EIO=4&transport=websocket");
		for (int i = 0; i < HASTY * 10; i++) {
			String name = "hasty" + i / 10;
			WebSocket socket = client.newWebSocketBuilder()
				.header(HttpHeaders.AUTHORIZATION, Visitor.password(name))
				.buildAsync(uri, new WebSocket.Listener() {

				})
				.join();
			socket.sendText(Packets.connect(ChatNamespace.PATH), true).join();
			if (i % 10 == 0) {
				// The others vanish at any time of their coming.
				Awaitility.await().until(() -> this.directory.isHere("@" + name));
			}
			socket.abort();
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(this.io.isIdle()).isTrue();
			assertThat(this.io.of(ChatNamespace.PATH).sockets()).isEmpty();
		});
	}

	@Test
	void refusesEventsWithoutAPayload() throws JSONException {
		try (Visitor mod = Visitor.enter(this.port, "mod")) {
			for (String event : List.of("join", "leave", "message", "picture", "typing", "remove", "close")) {
				assertThat(mod.ask(event, null).getInt("status")).as(event).isEqualTo(400);
			}
		}
	}

	@Test
	void refusesAnEmptyMessage() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			join(ann, "#lobby");
			JSONObject problem = ann.ask("message", Map.of("to", "#lobby", "text", " "));
			assertThat(problem.getInt("status")).isEqualTo(400);
			assertThat(problem.getString("detail")).isNotBlank();
		}
	}

	@Test
	void tellsWhoIsWriting() {
		try (Visitor ann = Visitor.enter(this.port, "ann"); Visitor bob = Visitor.enter(this.port, "bob")) {
			join(ann, "#lobby");
			join(bob, "#lobby");
			ann.mention("typing", Map.of("to", "#lobby"));
			assertThat(bob.next("typing")).containsExactly("ann", "#lobby");
		}
	}

	@Test
	void tellsWhoIsWhere() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			join(ann, "#lobby");
			try (Visitor bob = Visitor.enter(this.port, "bob")) {
				join(bob, "#lobby");
				awaitMembers(ann, "#lobby", "[\"ann\",\"bob\"]");
				bob.ask("leave", Map.of("room", "#lobby"));
				awaitMembers(ann, "#lobby", "[\"ann\"]");
				join(bob, "#lobby");
				awaitMembers(ann, "#lobby", "[\"ann\",\"bob\"]");
			}
			awaitMembers(ann, "#lobby", "[\"ann\"]");
		}
	}

	@Test
	void publishesNoticesOfTheModerator() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			post("ann", "{\"text\":\"Free beer\"}").expectStatus().isForbidden();
			post("mod", "{\"text\":\"Cake in the kitchen\"}").expectStatus().isAccepted();
			awaitNotice(ann, "Cake in the kitchen");
		}
		post("mod", "{\"text\":\"\"}").expectStatus().isBadRequest();
	}

	@Test
	void refusesRequestsThatAnotherPageMayHaveMade() {
		ResponseCookie session = logIn("mod");
		this.http.post()
			.uri("/api/notices")
			.cookie(session.getName(), session.getValue())
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"text\":\"Free beer\"}")
			.exchange()
			.expectStatus()
			.isForbidden();
	}

	/** As the page does. */
	private ResponseCookie logIn(String name) {
		EntityExchangeResult<JsonNode> answer = this.http.get()
			.uri("/account")
			.exchange()
			.expectBody(JsonNode.class)
			.returnResult();
		JsonNode token = Objects.requireNonNull(answer.getResponseBody()).get("csrf");
		return Objects.requireNonNull(this.http.post()
			.uri("/login")
			.cookie("SESSION", Objects.requireNonNull(answer.getResponseCookies().getFirst("SESSION")).getValue())
			.body(BodyInserters.fromFormData("username", name)
				.with("password", name)
				.with(token.get("parameterName").asString(), token.get("token").asString()))
			.exchange()
			.expectHeader()
			.location("/")
			.expectBody()
			.returnResult()
			.getResponseCookies()
			.getFirst("SESSION"));
	}

	@Test
	void saysNothingOfWhoReloadsThePage() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "ann")) {
			try (Visitor before = Visitor.enter(this.port, "emil")) {
				join(before, "#lobby");
				awaitPeople(ann, true);
				before.close();
				awaitPeople(ann, false);
			}
			try (Visitor after = Visitor.enter(this.port, "emil")) {
				join(after, "#lobby");
				post("mod", "{\"text\":\"Over\"}").expectStatus().isAccepted();
				List<String> notices = new ArrayList<>();
				while (!notices.contains("Over")) {
					notices.add(ann.nextObject("notice").getString("text"));
				}
				assertThat(notices).filteredOn((text) -> text.startsWith("emil")).containsExactly("emil came in");
			}
		}
	}

	private static void awaitPeople(Visitor visitor, boolean emil) throws JSONException {
		boolean seen = !emil;
		while (seen != emil) {
			seen = visitor.nextObject("directory").getJSONArray("people").toString().contains("emil");
		}
	}

	private static void awaitNotice(Visitor visitor, String text) throws JSONException {
		String seen = "";
		while (!seen.equals(text)) {
			seen = visitor.nextObject("notice").getString("text");
		}
	}

	private WebTestClient.ResponseSpec post(String name, String body) {
		return this.http.post()
			.uri("/api/notices")
			.headers((headers) -> logIn(headers, name))
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	private static void logIn(HttpHeaders headers, String name) {
		headers.setBasicAuth(name, name);
	}

	private static JSONObject join(Visitor visitor, String room) {
		return visitor.ask("join", Map.of("room", room));
	}

	private static void awaitMembers(Visitor visitor, String room, String members) throws JSONException {
		String seen = "";
		while (!seen.equals(members)) {
			JSONArray rooms = visitor.nextObject("directory").getJSONArray("rooms");
			for (int i = 0; i < rooms.length(); i++) {
				if (rooms.getJSONObject(i).getString("name").equals(room)) {
					seen = rooms.getJSONObject(i).getJSONArray("people").toString();
				}
			}
		}
	}

}
