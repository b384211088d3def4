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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;

/**
 * A namespace in which each {@link Guest} has its own room and may join others, and in
 * which speakers send numbers to rooms. It checks the numbers that guests send.
 */
@SocketNamespace
class Hall {

	/** The room of everybody. */
	static final String EVERYBODY = "everybody";

	private final SocketIOServer server;

	private final Map<String, Integer> heard = new ConcurrentHashMap<>();

	private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

	private final Map<String, CountDownLatch> gone = new ConcurrentHashMap<>();

	Hall(SocketIOServer server) {
		this.server = server;
	}

	@OnConnect
	void connected(SocketIOSocket socket, @AuthPayload Map<String, Object> auth) {
		String name = (String) auth.get("name");
		this.gone.put(name, new CountDownLatch(1));
		socket.attributes().put("name", name);
		socket.join(EVERYBODY);
		socket.join(name);
	}

	@OnDisconnect
	void left(SocketIOSocket socket, DisconnectReason reason) {
		// Otherwise its successor has come already.
		if (reason != DisconnectReason.CONNECTION_REPLACED) {
			this.gone.get(name(socket)).countDown();
		}
	}

	/**
	 * What tells that a guest that is in the hall now is so no more.
	 * @param name the guest's name
	 * @return open until the guest has left
	 */
	CountDownLatch gone(String name) {
		return this.gone.get(name);
	}

	@OnEvent("join")
	void join(SocketIOSocket socket, String room) {
		socket.join(room);
	}

	@OnEvent("leave")
	void leave(SocketIOSocket socket, String room) {
		socket.leave(room);
	}

	@OnEvent("say")
	void say(SocketIOSocket socket, int number) {
		hear(name(socket), number);
	}

	@OnEvent("say binary")
	void say(SocketIOSocket socket, int number, byte[] bytes) {
		if (!Arrays.equals(bytes, bytes(number))) {
			this.mistakes.add(name(socket) + " said " + number + " with other bytes");
		}
		hear(name(socket), number);
	}

	private void hear(String name, int number) {
		int next = this.heard.getOrDefault(name, 0);
		if (number != next) {
			this.mistakes.add(name + " was heard to say " + number + " instead of " + next);
		}
		this.heard.put(name, number + 1);
	}

	@OnEvent("heard")
	int heard(SocketIOSocket socket) {
		return this.heard.getOrDefault(name(socket), 0);
	}

	private static String name(SocketIOSocket socket) {
		return (String) socket.attributes().get("name");
	}

	/**
	 * Tell a number to a room.
	 * @param room the room
	 * @param speaker who tells
	 * @param number the speaker's next number for this room
	 */
	void tell(String room, int speaker, int number) {
		if (number % 3 == 0) {
			this.server.to(room).emit("tell", speaker, room, number, bytes(number));
		}
		else {
			this.server.to(room).emit("tell", speaker, room, number);
		}
	}

	/**
	 * Tell everybody how far speakers have come.
	 * @param next the next number of each speaker by room
	 */
	void pause(List<Map<String, Integer>> next) {
		this.server.to(EVERYBODY).emit("pause", next);
	}

	/**
	 * What goes with a number.
	 * @param number the number
	 * @return bytes that depend on it
	 */
	static byte[] bytes(int number) {
		byte[] bytes = new byte[20 + number % 100];
		Arrays.fill(bytes, (byte) number);
		return bytes;
	}

	List<String> mistakes() {
		return new ArrayList<>(this.mistakes);
	}

}
