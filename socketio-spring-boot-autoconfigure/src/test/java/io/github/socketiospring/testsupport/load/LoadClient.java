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

package io.github.socketiospring.testsupport.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.socketiospring.testsupport.Packets;
import io.netty.buffer.ByteBuf;

/**
 * One of many clients that live on the thread of {@link LoadClients}. It connects to the
 * root namespace, answers pings, and leaves everything else to the test. May be used from
 * any thread; nothing here blocks.
 */
public final class LoadClient {

	private final LoadGenerator load;

	private final CompletableFuture<LoadClient> connected = new CompletableFuture<>();

	private final CompletableFuture<Ending> ended = new CompletableFuture<>();

	private final Map<Long, CompletableFuture<String>> questions = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	private volatile Consumer<String> listener = (packet) -> {
	};

	/** Used on the generator's thread only. */
	private Client client;

	/**
	 * Connect a client.
	 * @param load the generator whose thread it uses
	 * @param connect connects it there
	 */
	LoadClient(LoadGenerator load, Function<ClientListener, Client> connect) {
		this.load = load;
		load.execute(() -> this.client = connect.apply(new Events()));
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
	public CompletableFuture<Ending> ended() {
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
	 * @return the arguments of the acknowledgement, as JSON; fails if the client ends
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
	public void send(String packet) {
		this.load.execute(() -> {
			this.client.send(Message.passing(packet));
			this.client.flush();
		});
	}

	/**
	 * Send an Engine.IO packet again and again, as often as the connection takes it.
	 * @param packet the packet as text
	 * @return how often
	 */
	public CompletableFuture<Integer> flood(String packet) {
		return CompletableFuture.supplyAsync(() -> {
			int count = 0;
			while (this.client.isWritable()) {
				send(packet);
				count++;
			}
			return count;
		}, this.load::execute);
	}

	/**
	 * Read nothing from now on.
	 */
	public void stopReading() {
		this.load.execute(() -> this.client.stopReading());
	}

	/**
	 * Close the connection gracefully.
	 */
	public void leave() {
		this.load.execute(() -> this.client.close());
	}

	/**
	 * Cut the connections with a reset.
	 */
	public void abort() {
		this.load.execute(() -> this.client.abort());
	}

	private void receivedMessage(String packet) {
		if (packet.startsWith("43")) {
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

	private void end(Ending how) {
		this.ended.complete(how);
		this.connected.completeExceptionally(new IllegalStateException("Ended before it was connected: " + how));
		failQuestions();
	}

	private void failQuestions() {
		this.questions.values()
			.forEach((answer) -> answer
				.completeExceptionally(new IllegalStateException("Ended before it was answered: " + this.ended)));
		this.questions.clear();
	}

	/**
	 * What becomes of the client.
	 */
	private final class Events implements ClientListener {

		@Override
		public void onReady(Client client) {
			LoadClient.this.connected.complete(LoadClient.this);
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			if (!binary && buffer.getByte(index) == '4') {
				receivedMessage(buffer.toString(index, length, StandardCharsets.UTF_8));
			}
		}

		@Override
		public void onProblem(Client client, Throwable problem) {
			// What matters of it is how the client ends.
		}

		@Override
		public void onClose(Client client, Ending ending) {
			end(ending);
		}

	}

}
