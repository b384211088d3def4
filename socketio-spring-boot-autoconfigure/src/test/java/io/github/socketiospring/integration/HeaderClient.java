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

package io.github.socketiospring.integration;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official Java client with additional headers.
 */
final class HeaderClient implements AutoCloseable {

	private static final long PATIENCE = 20;

	private final Socket socket;

	private final CompletableFuture<String> gone = new CompletableFuture<>();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private HeaderClient(Socket socket) {
		this.socket = socket;
		socket.onAnyIncoming((arguments) -> this.events.add(String.valueOf(arguments[0])));
		socket.on(Socket.EVENT_DISCONNECT, (arguments) -> this.gone.complete(String.valueOf(arguments[0])));
	}

	/**
	 * Connect to the root namespace.
	 * @param port the server's port
	 * @param transport the transport, or several that are separated by commas
	 * @param headers the headers of its requests
	 * @param auth the payload of CONNECT
	 * @return the client, connected
	 */
	static HeaderClient connect(int port, String transport, Map<String, String> headers, Map<String, String> auth) {
		return connect(port, "/", transport, headers, auth);
	}

	/**
	 * Connect to a namespace.
	 * @param port the server's port
	 * @param namespace the namespace
	 * @param transport the transport, or several that are separated by commas
	 * @param headers the headers of its requests
	 * @param auth the payload of CONNECT
	 * @return the client, connected
	 */
	static HeaderClient connect(int port, String namespace, String transport, Map<String, String> headers,
			Map<String, String> auth) {
		HeaderClient client = new HeaderClient(socket(port, namespace, transport, headers, auth));
		assertThat(client.open()).isEqualTo("connected");
		return client;
	}

	/**
	 * Connect to the root namespace, unless the client is refused.
	 * @param port the server's port
	 * @param transport the transport, or several that are separated by commas
	 * @param auth the payload of CONNECT
	 * @return the client, connected; {@code null} if it was refused
	 */
	static @Nullable HeaderClient connectIfAllowed(int port, String transport, Map<String, String> auth) {
		HeaderClient client = new HeaderClient(socket(port, "/", transport, Map.of(), auth));
		if (client.open().equals("connected")) {
			return client;
		}
		client.close();
		return null;
	}

	/**
	 * Try to connect to a namespace.
	 * @param port the server's port
	 * @param namespace the namespace
	 * @param transport the transport, or several that are separated by commas
	 * @param headers the headers of its requests
	 * @param auth the payload of CONNECT
	 * @return why the client is refused, {@code connected} if it is not
	 */
	static String attempt(int port, String namespace, String transport, Map<String, String> headers,
			Map<String, String> auth) {
		try (HeaderClient client = new HeaderClient(socket(port, namespace, transport, headers, auth))) {
			return client.open();
		}
	}

	private static Socket socket(int port, String namespace, String transport, Map<String, String> headers,
			Map<String, String> auth) {
		IO.Options options = IO.Options.builder()
			.setTransports(transport.split(","))
			.setForceNew(true)
			.setReconnection(false)
			.setAuth(auth)
			.setExtraHeaders(headers.entrySet()
				.stream()
				.collect(Collectors.toMap(Map.Entry::getKey, (header) -> List.of(header.getValue()))))
			.build();
		return IO.socket(URI.create("http://127.0.0.1:" + port + namespace), options);
	}

	private String open() {
		CompletableFuture<String> connected = new CompletableFuture<>();
		this.socket.on(Socket.EVENT_CONNECT, (arguments) -> connected.complete("connected"));
		this.socket.on(Socket.EVENT_CONNECT_ERROR, (arguments) -> connected.complete(Arrays.toString(arguments)));
		this.socket.connect();
		return await(connected);
	}

	/**
	 * Wait until the client is disconnected.
	 * @return the reason as the client knows it
	 */
	String disconnected() {
		return await(this.gone);
	}

	/**
	 * The events that the client has received.
	 * @return their names, in order
	 */
	List<String> events() {
		return this.events;
	}

	boolean isConnected() {
		return this.socket.connected();
	}

	String id() {
		return this.socket.id();
	}

	/**
	 * Acknowledge an event from now on.
	 * @param event the event
	 * @param answer the argument of the acknowledgement
	 */
	void answer(String event, String answer) {
		this.socket.on(event, (arguments) -> ((Ack) arguments[arguments.length - 1]).call(answer));
	}

	/**
	 * Emit an event and wait for its acknowledgement.
	 * @param event the event
	 * @param sent its arguments
	 * @return the first argument of the acknowledgement, as text
	 */
	String ask(String event, Object... sent) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.socket.emit(event, sent,
				(Ack) (arguments) -> answer.complete((arguments.length > 0) ? String.valueOf(arguments[0]) : ""));
		return await(answer);
	}

	private static String await(CompletableFuture<String> future) {
		return future.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		this.socket.off();
		this.socket.disconnect();
	}

}
