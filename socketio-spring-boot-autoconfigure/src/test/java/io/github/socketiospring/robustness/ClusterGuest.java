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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntBiFunction;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.SwitchingClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of any server of a cluster that checks numbers: from when it is in a room each
 * number of each speaker for that room must arrive once and in order. It comes back as
 * somebody new, on any server.
 */
final class ClusterGuest {

	private static final JsonMapper JSON = new JsonMapper();

	private static final int WORDS = 10;

	private final List<Integer> ports;

	private final String name;

	private final List<String> rooms;

	private final int speakers;

	private final ToIntBiFunction<Integer, String> told;

	private final Random random;

	/** The next number of each speaker in each room, by both. */
	private final Map<String, Integer> next = new HashMap<>();

	/** The number that was still to be told when the guest had joined, by both. */
	private final Map<String, Integer> first = new HashMap<>();

	private final Set<String> joined = new HashSet<>();

	/** What was left since the last pause, and may still be heard of. */
	private final Set<String> left = new HashSet<>();

	private final Set<Integer> paused = new HashSet<>();

	private SwitchingClient line;

	/** The room that it asked to leave, until the answer comes. */
	private String leaving = "";

	/** The index of the server to which it is connected. */
	private int server;

	/** What it has done on its connection, to explain a failure. */
	private final List<String> deeds = new ArrayList<>();

	private int round;

	private int said;

	private int asked;

	private String answer = "";

	private int received;

	private int cuts;

	private int upgrades;

	private int moves;

	/**
	 * Create a guest.
	 * @param number the guest's number, from which all that it does at random depends
	 * @param ports the ports of the servers
	 * @param rooms the rooms that it may join
	 * @param speakers how many speakers there are
	 * @param told the next number of a speaker for a room, or {@link Integer#MAX_VALUE}
	 * if that is not known
	 */
	ClusterGuest(int number, List<Integer> ports, List<String> rooms, int speakers,
			ToIntBiFunction<Integer, String> told) {
		this.ports = ports;
		this.name = "guest-" + number;
		this.rooms = rooms;
		this.speakers = speakers;
		this.told = told;
		this.random = new Random(number);
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

	int moves() {
		return this.moves;
	}

	/**
	 * Come, for the first time, and wait until each speaker is heard.
	 * @throws IOException if a server hangs up
	 */
	void enter() throws IOException {
		connect();
		awaitPause();
	}

	private void connect() throws IOException {
		this.server = this.random.nextInt(this.ports.size());
		int port = this.ports.get(this.server);
		this.line = this.random.nextBoolean() ? SwitchingClient.polling(port) : SwitchingClient.webSocket(port);
		this.line.send(Packets.CONNECT + "{\"name\":\"" + this.name + "\"}");
		assertThat(this.line.next()).startsWith("0{");
		this.deeds.clear();
		this.said = 0;
		this.next.clear();
		this.first.clear();
		this.joined.clear();
		this.left.clear();
		// A Node.js server joins the rooms after its answer, and before the next one.
		assertThat(ask("heard")).isEqualTo("[0]");
		joined(Hall.EVERYBODY);
		joined(this.name);
	}

	private void joined(String room) {
		this.joined.add(room);
		for (int speaker = 0; speaker < this.speakers; speaker++) {
			this.first.put(key(speaker, room), this.told.applyAsInt(speaker, room));
		}
	}

	/**
	 * Listen until the next pause, and do something meanwhile.
	 * @param number the number of the pause
	 * @param done counted down when only listening is left
	 * @throws IOException if a server hangs up
	 */
	void round(int number, CountDownLatch done) throws IOException {
		this.round = number;
		this.paused.clear();
		say();
		for (int i = this.random.nextInt(20); i > 0; i--) {
			take();
		}
		act();
		say();
		assertThat(ask("heard")).as("what was heard of %s", this.name).isEqualTo("[" + this.said + "]");
		done.countDown();
		awaitPause();
		this.left.clear();
	}

	private void awaitPause() throws IOException {
		while (this.paused.size() < this.speakers) {
			take();
		}
	}

	/**
	 * Go for good.
	 * @throws IOException if the server has hung up
	 */
	void leave() throws IOException {
		this.line.send(Packets.CLOSE);
	}

	private void act() throws IOException {
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
			forget(room);
			// It may be heard of before the answer comes.
			this.joined.add(room);
			deed("asks to join " + room);
			ask("join", room);
			deed("joined " + room);
			joined(room);
			this.moves++;
		}
	}

	private void forget(String room) {
		for (int speaker = 0; speaker < this.speakers; speaker++) {
			this.next.remove(key(speaker, room));
			this.first.remove(key(speaker, room));
		}
	}

	private void leaveRoom() throws IOException {
		String room = this.rooms.get(this.random.nextInt(this.rooms.size()));
		if (this.joined.contains(room)) {
			this.leaving = room;
			deed("asks to leave " + room);
			ask("leave", room);
			deed("left " + room);
			this.joined.remove(room);
			this.left.add(room);
			this.leaving = "";
			this.moves++;
		}
	}

	private void upgrade() throws IOException {
		if (this.line.isPolling()) {
			deed("asks to upgrade");
			this.line.upgrade();
			deed("upgraded");
			this.upgrades++;
		}
	}

	private void comeBack() throws IOException {
		Set<String> before = new HashSet<>(this.joined);
		this.line.vanish();
		connect();
		for (String room : before) {
			if (!this.joined.contains(room)) {
				this.joined.add(room);
				deed("asks to join " + room + " again");
				ask("join", room);
				deed("joined " + room);
				joined(room);
			}
		}
		this.cuts++;
	}

	private void deed(String deed) {
		this.deeds.add("[" + this.round + "] " + deed);
	}

	private void say() throws IOException {
		for (int i = 0; i < WORDS; i++) {
			this.line.send(Packets.event("say", this.said));
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

	private void take() throws IOException {
		String packet = this.line.next();
		if (packet.startsWith("3")) {
			this.answer = packet;
			return;
		}
		JsonNode event = JSON.readTree(packet.substring(packet.indexOf('[')));
		if (event.get(0).asString().equals("pause")) {
			if (event.get(2).asInt() == this.round) {
				pause(event.get(1).asInt(), event.get(3));
			}
			return;
		}
		hear(event, packet.startsWith("51-") ? this.line.next() : "");
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
			// Those in which it is from the beginning are not checked before it knows
			// that.
			if (!room.equals(Hall.EVERYBODY) && !room.equals(this.name)) {
				assertThat(this.left).as("rooms that %s has just left", this.name).contains(room);
			}
			return;
		}
		Integer expected = this.next.put(key(speaker, room), number + 1);
		if (expected != null) {
			assertThat(number)
				.as("%s at server %d hears speaker %d in %s in round %d, after %s", this.name, this.server, speaker,
						room, this.round, this.deeds)
				.isEqualTo(expected);
		}
		else {
			assertThat(number).as("what %s hears first of speaker %d in %s", this.name, speaker, room)
				.isLessThanOrEqualTo(first(speaker, room));
		}
	}

	private int first(int speaker, String room) {
		return this.first.getOrDefault(key(speaker, room), Integer.MAX_VALUE);
	}

	/**
	 * All that the speaker told so far has come, but for what was told before a room was
	 * joined.
	 */
	private void pause(int speaker, JsonNode next) {
		for (String room : this.joined) {
			if (room.equals(this.leaving)) {
				// It has left already if the answer is behind the pause.
				continue;
			}
			int told = next.path(room).asInt(0);
			Integer heard = this.next.put(key(speaker, room), told);
			if (heard != null) {
				assertThat(heard).as("%s has heard all of speaker %d in %s", this.name, speaker, room).isEqualTo(told);
			}
			else {
				assertThat(told).as("what %s has not heard of speaker %d in %s", this.name, speaker, room)
					.isLessThanOrEqualTo(first(speaker, room));
			}
		}
		boolean firstTime = this.paused.add(speaker);
		// At the beginning it is repeated until everybody has heard it.
		assertThat(firstTime || this.round == 0).as("%s hears the pause of speaker %d once", this.name, speaker)
			.isTrue();
	}

	private static String key(int speaker, String room) {
		return speaker + " " + room;
	}

}
