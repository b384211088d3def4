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

import io.github.socketiospring.server.SocketIOServer;
import org.awaitility.Awaitility;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chat, visited with the Java client.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.reactor.netty.shutdown-quiet-period=0s", "socketio.shutdown.budget=0s" })
@AutoConfigureWebTestClient
class ChatTests {

	private final int port;

	private final WebTestClient http;

	private final People people;

	private final SocketIOServer io;

	ChatTests(@LocalServerPort int port, @Autowired WebTestClient http, @Autowired People people,
			@Autowired SocketIOServer io) {
		this.port = port;
		this.http = http;
		this.people = people;
		this.io = io;
	}

	@Test
	void servesThePageAndItsClient() {
		this.http.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("/socket.io/socket.io.js"));
		this.http.get().uri("/socket.io/socket.io.js").exchange().expectStatus().isOk();
	}

	@Test
	void refusesANameThatIsTaken() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann");
				Visitor other = Visitor.knock(this.port, Map.of("name", "ann", "key", "another"))) {
			join(ann, "#lobby");
			JSONObject error = other.nextObject("connect_error");
			assertThat(error.getString("message")).isEqualTo("ann is already here.");
			assertThat(error.getJSONObject("data").getString("reason")).isEqualTo("name-taken");
			assertThat(error.getJSONObject("data").getString("suggestion")).isEqualTo("ann 2");
		}
	}

	@Test
	void refusesWhoDoesNotSayAName() throws JSONException {
		try (Visitor nobody = Visitor.knock(this.port, Map.of());
				Visitor blank = Visitor.knock(this.port, Map.of("name", " "))) {
			assertThat(nobody.nextObject("connect_error").getJSONObject("data").getString("reason"))
				.isEqualTo("name-invalid");
			assertThat(blank.nextObject("connect_error").getJSONObject("data").getString("reason"))
				.isEqualTo("name-invalid");
		}
	}

	@Test
	void letsTheSamePersonTakeOver() {
		try (Visitor before = Visitor.enter(this.port, "Dora", "secret");
				Visitor after = Visitor.enter(this.port, "Dora", "secret")) {
			assertThat(before.next("disconnect")[0]).isEqualTo("io server disconnect");
			assertThat(join(after, "#lobby").has("history")).isTrue();
		}
	}

	@Test
	void passesOnWhatIsSaidInARoomAndTellsWhoGotIt() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann"); Visitor bob = Visitor.enter(this.port, "Bob")) {
			join(ann, "#kitchen");
			join(bob, "#kitchen");
			JSONObject receipt = ann.ask("message", Map.of("to", "#kitchen", "text", "Tea?"));
			JSONObject message = bob.nextObject("message");
			assertThat(message.getString("id")).isEqualTo(receipt.getString("id"));
			assertThat(message.getString("from")).isEqualTo("Ann");
			assertThat(message.getString("to")).isEqualTo("#kitchen");
			assertThat(message.getString("text")).isEqualTo("Tea?");
			Object[] delivered = ann.next("delivered");
			assertThat(delivered[0]).isEqualTo(receipt.getString("id"));
			assertThat(((Number) delivered[1]).intValue()).isOne();
		}
	}

	@Test
	void showsANewcomerWhatWasSaidBefore() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann")) {
			join(ann, "#history");
			ann.ask("message", Map.of("to", "#history", "text", "First"));
			ann.ask("message", Map.of("to", "#history", "text", "Second"));
			try (Visitor bob = Visitor.enter(this.port, "Bob")) {
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
		try (Visitor ann = Visitor.enter(this.port, "Ann"); Visitor bob = Visitor.enter(this.port, "Bob")) {
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
		try (Visitor ann = Visitor.enter(this.port, "Ann")) {
			join(ann, "#garden");
			JSONObject problem = ann.ask("picture",
					Map.of("to", "#garden", "picture", Map.of("type", "image/svg+xml", "data", new byte[10])));
			assertThat(problem.getInt("status")).isEqualTo(400);
		}
	}

	@Test
	void takesPrivateMessagesToOnePersonOnly() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann");
				Visitor bob = Visitor.enter(this.port, "Bob");
				Visitor cleo = Visitor.enter(this.port, "Cleo")) {
			for (Visitor visitor : List.of(ann, bob, cleo)) {
				join(visitor, "#lobby");
			}
			ann.ask("message", Map.of("to", "@Bob", "text", "Psst"));
			ann.ask("message", Map.of("to", "#lobby", "text", "Hello"));
			assertThat(bob.nextObject("message").getString("text")).isEqualTo("Psst");
			assertThat(cleo.nextObject("message").getString("text")).isEqualTo("Hello");
		}
	}

	@Test
	void refusesMessagesToWhereOneIsNot() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann")) {
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
		for (int i = 0; i < 300; i++) {
			String name = "Hasty " + i;
			WebSocket socket = client.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {

			}).join();
			socket.sendText("40/chat,{\"name\":\"" + name + "\"}", true).join();
			if (i % 10 == 0) {
				// The others vanish at any time of their coming.
				Awaitility.await().until(() -> this.people.names().contains(name));
			}
			socket.abort();
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(this.io.isIdle()).isTrue();
			assertThat(this.people.names()).isEmpty();
		});
	}

	@Test
	void refusesAnEmptyMessage() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann")) {
			join(ann, "#lobby");
			JSONObject problem = ann.ask("message", Map.of("to", "#lobby", "text", " "));
			assertThat(problem.getInt("status")).isEqualTo(400);
			assertThat(problem.getString("detail")).isNotBlank();
		}
	}

	@Test
	void tellsWhoIsWriting() {
		try (Visitor ann = Visitor.enter(this.port, "Ann"); Visitor bob = Visitor.enter(this.port, "Bob")) {
			join(ann, "#lobby");
			join(bob, "#lobby");
			ann.mention("typing", Map.of("to", "#lobby"));
			assertThat(bob.next("typing")).containsExactly("Ann", "#lobby");
		}
	}

	@Test
	void tellsWhoIsWhere() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann")) {
			join(ann, "#lobby");
			try (Visitor bob = Visitor.enter(this.port, "Bob")) {
				join(bob, "#lobby");
				awaitMembers(ann, "#lobby", "[\"Ann\",\"Bob\"]");
				bob.ask("leave", Map.of("room", "#lobby"));
				awaitMembers(ann, "#lobby", "[\"Ann\"]");
				join(bob, "#lobby");
				awaitMembers(ann, "#lobby", "[\"Ann\",\"Bob\"]");
			}
			awaitMembers(ann, "#lobby", "[\"Ann\"]");
		}
	}

	@Test
	void publishesNotices() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann")) {
			post("{\"text\":\"Cake in the kitchen\"}").expectStatus().isAccepted();
			JSONObject notice = ann.nextObject("notice");
			while (!notice.getString("kind").equals("notice")) {
				notice = ann.nextObject("notice");
			}
			assertThat(notice.getString("text")).isEqualTo("Cake in the kitchen");
		}
		post("{\"text\":\"\"}").expectStatus().isBadRequest();
	}

	@Test
	void saysNothingOfWhoReloadsThePage() throws JSONException {
		try (Visitor ann = Visitor.enter(this.port, "Ann")) {
			try (Visitor before = Visitor.enter(this.port, "Emil")) {
				join(before, "#lobby");
				awaitPeople(ann, true);
				before.close();
				awaitPeople(ann, false);
			}
			try (Visitor after = Visitor.enter(this.port, "Emil")) {
				join(after, "#lobby");
				post("{\"text\":\"Over\"}").expectStatus().isAccepted();
				List<String> notices = new ArrayList<>();
				while (!notices.contains("Over")) {
					notices.add(ann.nextObject("notice").getString("text"));
				}
				assertThat(notices).filteredOn((text) -> text.startsWith("Emil")).containsExactly("Emil came in");
			}
		}
	}

	private static void awaitPeople(Visitor visitor, boolean emil) throws JSONException {
		boolean seen = !emil;
		while (seen != emil) {
			seen = visitor.nextObject("directory").getJSONArray("people").toString().contains("Emil");
		}
	}

	private WebTestClient.ResponseSpec post(String body) {
		return this.http.post().uri("/api/notices").contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
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
