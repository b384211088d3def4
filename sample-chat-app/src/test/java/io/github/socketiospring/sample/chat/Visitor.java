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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Someone who visits the chat with the Java client.
 */
final class Visitor implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Socket socket;

	private final Map<String, BlockingQueue<Object[]>> received = new ConcurrentHashMap<>();

	private Visitor(Socket socket) {
		this.socket = socket;
		for (String event : new String[] { Socket.EVENT_CONNECT, Socket.EVENT_CONNECT_ERROR, Socket.EVENT_DISCONNECT,
				"delivered", "directory", "notice", "typing", "removed", "closed" }) {
			socket.on(event, (arguments) -> queue(event).add(arguments));
		}
		socket.on("message", (arguments) -> {
			queue("message").add(arguments);
			((Ack) arguments[arguments.length - 1]).call(true);
		});
	}

	/**
	 * Come in.
	 * @param port the server's port
	 * @param name the name, which is also the password
	 * @return the connected visitor, to be closed
	 */
	static Visitor enter(int port, String name) {
		Visitor visitor = knock(port, Map.of("Authorization", List.of(password(name))));
		visitor.next(Socket.EVENT_CONNECT);
		return visitor;
	}

	/**
	 * Try to come in.
	 * @param port the server's port
	 * @param headers the headers of all requests
	 * @return the visitor, not yet connected, to be closed
	 */
	static Visitor knock(int port, Map<String, List<String>> headers) {
		IO.Options options = IO.Options.builder()
			.setForceNew(true)
			.setReconnection(false)
			.setExtraHeaders(headers)
			.build();
		Visitor visitor = new Visitor(IO.socket(URI.create("http://127.0.0.1:" + port + "/chat"), options));
		visitor.socket.connect();
		return visitor;
	}

	/**
	 * The header that logs in.
	 * @param name the name, which is also the password
	 */
	static String password(String name) {
		return "Basic " + HttpHeaders.encodeBasicAuth(name, name, null);
	}

	/**
	 * Send an event and wait for the answer.
	 * @param event the event's name
	 * @param payload the payload, {@code null} for none
	 * @return the first argument of the acknowledgement, {@code null} without one
	 */
	JSONObject ask(String event, @Nullable Map<String, Object> payload) {
		CompletableFuture<JSONObject> answer = new CompletableFuture<>();
		emit(event, payload,
				(Ack) (arguments) -> answer.complete((arguments.length > 0) ? (JSONObject) arguments[0] : null));
		try {
			return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("No answer to '" + event + "'", ex);
		}
	}

	void mention(String event, Map<String, Object> payload) {
		emit(event, payload, null);
	}

	/**
	 * Wait for the next event of that name.
	 * @param event the event's name
	 * @return its arguments
	 */
	Object[] next(String event) {
		try {
			Object[] arguments = queue(event).poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			if (arguments == null) {
				throw new AssertionError("No '" + event + "' within " + PATIENCE);
			}
			return arguments;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	JSONObject nextObject(String event) {
		return (JSONObject) next(event)[0];
	}

	@Override
	public void close() {
		this.socket.disconnect();
	}

	private void emit(String event, @Nullable Map<String, Object> payload, Ack ack) {
		this.socket.emit(event, (payload != null) ? new Object[] { toJson(payload) } : new Object[0], ack);
	}

	private BlockingQueue<Object[]> queue(String event) {
		return this.received.computeIfAbsent(event, (name) -> new LinkedBlockingQueue<>());
	}

	private static JSONObject toJson(Map<String, ?> values) {
		try {
			JSONObject result = new JSONObject();
			for (Map.Entry<String, ?> entry : values.entrySet()) {
				result.put(entry.getKey(),
						(entry.getValue() instanceof Map<?, ?> nested) ? toJson(asObject(nested)) : entry.getValue());
			}
			return result;
		}
		catch (JSONException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, ?> asObject(Map<?, ?> nested) {
		return (Map<String, ?>) nested;
	}

}
