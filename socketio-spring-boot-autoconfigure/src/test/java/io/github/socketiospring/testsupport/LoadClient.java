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

package io.github.socketiospring.testsupport;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One of many clients that live on the thread of {@link LoadClients}. It connects to the
 * root namespace, answers pings, and leaves everything else to the test. May be used from
 * any thread; nothing here blocks.
 */
public abstract class LoadClient {

	private final LoadClients clients;

	private final CompletableFuture<LoadClient> connected = new CompletableFuture<>();

	private final CompletableFuture<End> ended = new CompletableFuture<>();

	private final Map<Long, CompletableFuture<String>> questions = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	private volatile Consumer<String> listener = (packet) -> {
	};

	LoadClient(LoadClients clients) {
		this.clients = clients;
	}

	/**
	 * Completes when the client is in the root namespace, fails when it ends before.
	 * @return this client
	 */
	public CompletableFuture<LoadClient> connected() {
		return this.connected;
	}

	/**
	 * Completes when the client's connection is over.
	 * @return how it ended
	 */
	public CompletableFuture<End> ended() {
		return this.ended;
	}

	/**
	 * Be told of Engine.IO packets that are neither of the handshake nor of the heartbeat
	 * nor answers to {@link #ask}.
	 * @param listener told on the thread of all clients
	 */
	public void onPacket(Consumer<String> listener) {
		this.listener = listener;
	}

	/**
	 * Send an event and wait for its acknowledgement.
	 * @param event the event's name
	 * @param argument its argument, as JSON
	 * @return the arguments of the acknowledgement, as JSON; fails when the client ends
	 */
	public CompletableFuture<String> ask(String event, String argument) {
		long id = this.ids.incrementAndGet();
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.questions.put(id, answer);
		send(Packets.event(id, event, Packets.json(argument)));
		if (this.ended.isDone()) {
			failQuestions();
		}
		return answer;
	}

	/**
	 * Send an Engine.IO packet.
	 * @param packet the packet as text
	 */
	public abstract void send(String packet);

	/**
	 * Send an Engine.IO packet again and again, as often as the connection takes it.
	 * @param packet the packet as text
	 * @return how often
	 */
	public CompletableFuture<Integer> flood(String packet) {
		return CompletableFuture.supplyAsync(() -> {
			int count = 0;
			while (isWritable()) {
				send(packet);
				count++;
			}
			return count;
		}, this.clients::execute);
	}

	/**
	 * Read nothing from now on.
	 */
	public abstract void stopReading();

	/**
	 * Leave in an orderly way.
	 */
	public abstract void leave();

	/**
	 * Cut the connections with a reset.
	 */
	public abstract void abort();

	/**
	 * Whether what was sent has left this process but for a small rest. Asked on the
	 * thread of all clients.
	 * @return whether more should be sent
	 */
	abstract boolean isWritable();

	abstract void opened(String packet);

	final LoadClients clients() {
		return this.clients;
	}

	final void received(String packet) {
		switch (packet.charAt(0)) {
			case '0' -> {
				opened(packet);
				send(Packets.CONNECT);
			}
			case '1' -> end(End.CLOSE_PACKET);
			case '2' -> send(Packets.PONG);
			case '4' -> receivedMessage(packet);
			default -> {
				// A released poll.
			}
		}
	}

	private void receivedMessage(String packet) {
		if (packet.startsWith(Packets.CONNECTED)) {
			this.connected.complete(this);
		}
		else if (packet.startsWith("43")) {
			int bracket = packet.indexOf('[');
			CompletableFuture<String> answer = this.questions.remove(Long.parseLong(packet, 2, bracket, 10));
			if (answer != null) {
				answer.complete(packet.substring(bracket));
			}
		}
		else {
			this.listener.accept(packet);
		}
	}

	final void end(End how) {
		if (this.ended.complete(how)) {
			this.connected.completeExceptionally(new IllegalStateException("Ended before it was connected: " + how));
			failQuestions();
		}
	}

	private void failQuestions() {
		this.questions.values()
			.forEach((answer) -> answer
				.completeExceptionally(new IllegalStateException("Ended before it was answered: " + this.ended)));
		this.questions.clear();
	}

	/**
	 * How the connection of a client ended.
	 */
	public enum End {

		/** A close frame without a status, after which official clients come back. */
		CLOSE_FRAME,

		/** A close frame with a status, which says what the client did wrong. */
		CLOSE_FRAME_WITH_STATUS,

		/** An Engine.IO close packet, after which official clients come back. */
		CLOSE_PACKET,

		/** A request was answered with an error. */
		REFUSED,

		/** Without a word. */
		CUT,

		/** By this client. */
		LEFT

	}

}
