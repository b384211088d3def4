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

package io.github.socketiospring.testsupport.attack;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.Wire;

/**
 * Attacks with namespaces and rooms.
 */
final class Namespaces {

	private static final AtomicLong NUMBERS = new AtomicLong();

	private static final int LARGE_ENTRIES = 10;

	private static final int MEGABYTE = 1_000_000;

	/** As many as one connection may be in. */
	private static final int NAMESPACES = 100;

	private static final int PASSWORDS = 100;

	private static final int ROOMS = 1_000;

	private static final int LOST = 5;

	private static final int LOST_ROOMS = 50;

	private static final String ENTER = Packets.connect("/again");

	private static final String LEAVE = Packets.disconnect("/again");

	private static final String LARGE_AUTH = "{\"x\":\"" + "x".repeat(64_000) + "\"}";

	private static final String LONG = "r".repeat(240);

	private Namespaces() {
	}

	static void reentries(Assault assault) throws IOException {
		RawConnection connection = assault.webSocket(Map.of());
		for (int i = 0; i < LARGE_ENTRIES; i++) {
			connection.text(ENTER + LARGE_AUTH).take(Packets.connected("/again"));
			connection.text(Packets.in("/again", Packets.event("work", 1))).text(LEAVE);
		}
	}

	static void entriesByPolling(Assault assault) throws IOException {
		RawConnection connection = assault.connect();
		String sid = assault.open(connection, "", "");
		String pair = ENTER + Packets.SEPARATOR + LEAVE;
		String body = (pair + Packets.SEPARATOR).repeat(MEGABYTE / (pair.length() + 1) - 1) + pair;
		assault.announce(connection, sid, body.length()).say(body);
	}

	static void entriesByWebSocket(Assault assault) throws IOException {
		RawConnection connection = assault.webSocket(Map.of());
		byte[] enter = Wire.text(ENTER);
		byte[] leave = Wire.text(LEAVE);
		int pair = enter.length + leave.length;
		byte[] all = new byte[MEGABYTE / pair * pair];
		for (int i = 0; i < all.length; i += pair) {
			System.arraycopy(enter, 0, all, i, enter.length);
			System.arraycopy(leave, 0, all, i + enter.length, leave.length);
		}
		connection.say(all);
	}

	static void newNamespaces(Assault assault) throws IOException {
		RawConnection connection = assault.webSocket(Map.of());
		for (int i = 0; i < NAMESPACES; i++) {
			connection.text(Packets.connect("/dynamic-" + NUMBERS.incrementAndGet()));
		}
	}

	static void passwords(Assault assault) throws IOException {
		RawConnection connection = assault.webSocket(Map.of());
		for (int i = 0; i < PASSWORDS; i++) {
			connection.text(Packets.connect("/secret") + "{\"password\":\"" + NUMBERS.incrementAndGet() + "\"}")
				.take(Packets.refused("/secret"));
		}
	}

	static void longRooms(Assault assault) throws IOException {
		join(assault.entered(), ROOMS);
	}

	static void lostSockets(Assault assault) throws IOException {
		for (int i = 0; i < LOST; i++) {
			RawConnection connection = assault.webSocket(Map.of()).enter(LARGE_AUTH);
			join(connection, LOST_ROOMS);
			connection.text(Packets.event(1, "echo", 1)).take(Packets.ack(1, 1));
			connection.reset();
		}
	}

	private static void join(RawConnection connection, int rooms) throws IOException {
		for (int i = 0; i < rooms; i++) {
			connection.text(Packets.event("join", LONG + NUMBERS.incrementAndGet()));
		}
	}

}
