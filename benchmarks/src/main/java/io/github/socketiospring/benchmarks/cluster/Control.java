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

package io.github.socketiospring.benchmarks.cluster;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.Ending;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The client that tells a node what to do.
 */
public final class Control implements ClientListener, AutoCloseable {

	private static final int PATIENCE_SECONDS = 30;

	private final LoadGenerator load;

	private final CompletableFuture<Client> ready = new CompletableFuture<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	/** Used on the generator's thread only, like the next id. */
	private final Map<Long, CompletableFuture<Long>> questions = new HashMap<>();

	private long nextId;

	private Control(LoadGenerator load) {
		this.load = load;
	}

	/**
	 * Connect to a node.
	 * @param load the generator on whose thread the client lives
	 * @param port the port of the node
	 * @return the client, to be closed
	 */
	public static Control connect(LoadGenerator load, int port) {
		Control control = new Control(load);
		load.run(() -> load.connectWebSocket(port, control));
		control.await(control.ready);
		return control;
	}

	/**
	 * Send a message, on the generator's thread.
	 * @param message the message
	 */
	void send(Message message) {
		hold(message);
		flush();
	}

	/**
	 * Send a message with the next {@link #flush}, on the generator's thread.
	 * @param message the message
	 */
	void hold(Message message) {
		this.ready.join().send(message);
	}

	/**
	 * Send what is held, on the generator's thread.
	 */
	void flush() {
		this.ready.join().flush();
	}

	/**
	 * Send an event and wait for its acknowledgement.
	 * @param event the name of the event
	 * @param arguments its arguments
	 * @return the number with which the node acknowledges it
	 */
	public long ask(String event, @Nullable Object... arguments) {
		CompletableFuture<Long> answer = new CompletableFuture<>();
		this.load.run(() -> {
			long id = this.nextId++;
			this.questions.put(id, answer);
			send(Message.passing(Packets.event(id, event, arguments)));
		});
		return await(answer);
	}

	private <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("No answer: " + ex.getMessage(), ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("A node did not answer within " + PATIENCE_SECONDS + " s", ex);
		}
	}

	@Override
	public void onReady(Client client) {
		this.ready.complete(client);
	}

	@Override
	public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
		String packet = buffer.toString(index, length, StandardCharsets.UTF_8);
		if (!packet.startsWith("43")) {
			return;
		}
		int bracket = packet.indexOf('[');
		CompletableFuture<Long> answer = this.questions.remove(Long.parseLong(packet, 2, bracket, 10));
		if (answer != null) {
			try {
				answer.complete(Long.parseLong(packet, bracket + 1, packet.length() - 1, 10));
			}
			catch (NumberFormatException ex) {
				answer.completeExceptionally(new IllegalStateException("A node answered " + packet, ex));
			}
		}
	}

	@Override
	public void onClose(Client client, Ending ending) {
		this.ended.complete(null);
		IllegalStateException reason = new IllegalStateException("The connection is over: " + ending);
		this.ready.completeExceptionally(reason);
		this.questions.values().forEach((question) -> question.completeExceptionally(reason));
	}

	@Override
	public void close() {
		this.load.run(() -> this.ready.join().close());
		await(this.ended);
	}

}
