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

package io.github.socketiospring.robustness;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.SwitchingClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client in the {@link Hall} that checks numbers: each number of each speaker for a
 * room of the client must arrive once and in order.
 */
final class Guest {

	private static final JsonMapper JSON = new JsonMapper();

	private static final int WORDS = 10;

	private final Hall hall;

	private final int port;

	private final String name;

	private final List<String> rooms;

	private final Random random;

	/** The next number of each speaker in each room, by both. */
	private final Map<String, Integer> next = new HashMap<>();

	private final Set<String> joined = new HashSet<>();

	/** What was left since the last pause, and may still be heard of. */
	private final Set<String> left = new HashSet<>();

	private SwitchingClient line;

	private String identity = "";

	private String sid = "";

	private String offset = "";

	/** The room that it asked to leave, until the answer comes. */
	private String leaving = "";

	private boolean paused;

	private int said;

	private int asked;

	private String answer = "";

	private int received;

	private int cuts;

	private int upgrades;

	/**
	 * Create a guest.
	 * @param hall where it goes
	 * @param port the server's port
	 * @param number the guest's number, from which all that it does at random depends
	 * @param rooms the rooms that it may join
	 */
	Guest(Hall hall, int port, int number, List<String> rooms) {
		this.hall = hall;
		this.port = port;
		this.name = "guest-" + number;
		this.rooms = rooms;
		this.random = new Random(number);
		this.joined.add(Hall.EVERYBODY);
		this.joined.add(this.name);
	}

	int received() {
		return this.received;
	}

	int cuts() {
		return this.cuts;
	}

	int upgrades() {
		return this.upgrades;
	}

	/**
	 * Come, for the first time.
	 * @throws IOException if the server hangs up
	 */
	void enter() throws IOException {
		connect();
		this.line.send(Packets.CONNECT + "{\"name\":\"" + this.name + "\"}");
		String connected = this.line.next();
		assertThat(connected).startsWith("0{");
		JsonNode answer = JSON.readTree(connected.substring(1));
		this.sid = answer.get("sid").asString();
		this.identity = answer.get("pid").asString();
	}

	private void connect() throws IOException {
		this.line = this.random.nextBoolean() ? SwitchingClient.polling(this.port)
				: SwitchingClient.webSocket(this.port);
	}

	/**
	 * Listen until the next pause, and do something meanwhile.
	 * @throws Exception if the server hangs up
	 */
	void round() throws Exception {
		this.paused = false;
		say();
		listen(this.random.nextInt(20));
		act();
		say();
		assertThat(ask("heard")).as("what was heard of %s", this.name).isEqualTo("[" + this.said + "]");
		while (!this.paused) {
			take();
		}
		this.left.clear();
	}

	/**
	 * Go for good.
	 * @throws IOException if the server has hung up
	 */
	void leave() throws IOException {
		this.line.send(Packets.CLOSE);
	}

	private void act() throws Exception {
		switch (this.random.nextInt(4)) {
			case 0 -> joinRoom();
			case 1 -> leaveRoom();
			case 2 -> comeBack();
			default -> upgrade();
		}
	}

	private void joinRoom() throws IOException {
		String room = this.rooms.get(this.random.nextInt(this.rooms.size()));
		if (!this.joined.contains(room) && !this.left.contains(room)) {
			this.next.keySet().removeIf((key) -> key.endsWith(" " + room));
			this.joined.add(room);
			ask("join", room);
		}
	}

	private void leaveRoom() throws IOException {
		String room = this.rooms.get(this.random.nextInt(this.rooms.size()));
		if (this.joined.contains(room)) {
			this.leaving = room;
			ask("leave", room);
			this.joined.remove(room);
			this.left.add(room);
			this.leaving = "";
		}
	}

	private void upgrade() throws IOException {
		if (this.line.isPolling()) {
			this.line.upgrade();
			this.upgrades++;
		}
	}

	/** Vanish, come back, and be sent what was missed. */
	private void comeBack() throws Exception {
		if (this.offset.isEmpty()) {
			return;
		}
		this.line.vanish();
		// If the answer to a poll is on its way, only the heartbeat tells that a client
		// has vanished. It takes over from itself before.
		if (!this.line.isPolling()) {
			assertThat(this.hall.gone(this.name).await(30, TimeUnit.SECONDS)).as("the cut was noticed").isTrue();
		}
		connect();
		this.line.send(Packets.CONNECT + "{\"name\":\"" + this.name + "\",\"pid\":\"" + this.identity
				+ "\",\"offset\":\"" + this.offset + "\"}");
		assertThat(this.line.next()).as("%s comes back", this.name).contains(this.sid);
		this.said = JSON.readTree(ask("heard")).get(0).asInt();
		this.cuts++;
	}

	private void say() throws IOException {
		for (int i = 0; i < WORDS; i++) {
			if (this.said % 2 == 0) {
				this.line.send(Packets.event("say", this.said));
			}
			else {
				this.line.send(Packets.binaryEvent(1, "say binary", this.said, Packets.placeholder(0)),
						PollingProtocol.binary(Hall.bytes(this.said)));
			}
			this.said++;
		}
	}

	/** Ask, and listen until the answer comes. */
	private String ask(String event, Object... arguments) throws IOException {
		int id = ++this.asked;
		this.answer = "";
		this.line.send(Packets.event(id, event, arguments));
		while (this.answer.isEmpty()) {
			take();
		}
		assertThat(this.answer).startsWith("3" + id + "[");
		return this.answer.substring(this.answer.indexOf('['));
	}

	private void listen(int packets) throws IOException {
		for (int i = 0; i < packets && !this.paused; i++) {
			take();
		}
	}

	private void take() throws IOException {
		String packet = this.line.next();
		if (packet.startsWith("3")) {
			this.answer = packet;
			return;
		}
		JsonNode event = JSON.readTree(packet.substring(packet.indexOf('[')));
		this.offset = event.get(event.size() - 1).asString();
		if (packet.startsWith("51-")) {
			hear(event, this.line.next());
		}
		else if (event.get(0).asString().equals("pause")) {
			pause(event.get(1));
		}
		else {
			hear(event, "");
		}
	}

	private void hear(JsonNode event, String attachment) {
		int speaker = event.get(1).asInt();
		String room = event.get(2).asString();
		int number = event.get(3).asInt();
		this.received++;
		if (number % 3 == 0) {
			assertThat(PollingProtocol.content(attachment)).isEqualTo(Hall.bytes(number));
		}
		if (!this.joined.contains(room)) {
			assertThat(this.left).as("rooms that %s has just left", this.name).contains(room);
			return;
		}
		Integer expected = this.next.put(key(speaker, room), number + 1);
		if (expected != null) {
			assertThat(number).as("%s hears speaker %d in %s", this.name, speaker, room).isEqualTo(expected);
		}
	}

	/**
	 * All that was told so far has come, but for what was told before a room was joined.
	 */
	private void pause(JsonNode speakers) {
		for (int speaker = 0; speaker < speakers.size(); speaker++) {
			for (String room : this.joined) {
				if (room.equals(this.leaving)) {
					// It has left already if the answer is behind the pause.
					continue;
				}
				int told = speakers.get(speaker).path(room).asInt(0);
				Integer heard = this.next.put(key(speaker, room), told);
				if (heard != null) {
					assertThat(heard).as("%s has heard all of speaker %d in %s", this.name, speaker, room)
						.isEqualTo(told);
				}
			}
		}
		this.paused = true;
	}

	private static String key(int speaker, String room) {
		return speaker + " " + room;
	}

}
