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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client that speaks HTTP long-polling as a test tells it.
 */
public final class PollingClient {

	private final ClientConnections connections;

	private final String path;

	private final int protocol;

	private final RawHttp.Response handshake;

	private final String sid;

	private PollingClient(ClientConnections connections, String path, int protocol, String parameters,
			Map<String, String> headers) {
		this.connections = connections;
		this.path = path;
		this.protocol = protocol;
		this.handshake = await(
				send("GET", path + "?EIO=" + protocol + "&transport=polling" + parameters, headers, new byte[0]));
		if (this.handshake.status() != 200) {
			throw new IllegalStateException("No session: " + this.handshake.status() + " " + this.handshake.text());
		}
		// A script for JSONP quotes its packet.
		this.sid = Packets.sid(this.handshake.text().replace("\\", ""));
	}

	/**
	 * Open a session of protocol revision 4.
	 * @param port the server's port
	 * @param path where Engine.IO is mounted
	 * @return the client
	 */
	public static PollingClient open(int port, String path) {
		return open(port, path, 4, "");
	}

	/**
	 * Open a session of protocol revision 4.
	 * @param connections leads to the server
	 * @param path where Engine.IO is mounted
	 * @return the client
	 */
	public static PollingClient open(ClientConnections connections, String path) {
		return new PollingClient(connections, path, 4, "", Map.of());
	}

	/**
	 * Open a session.
	 * @param port the server's port
	 * @param path where Engine.IO is mounted
	 * @param protocol the protocol revision
	 * @param parameters more query parameters of the handshake, beginning with an
	 * ampersand
	 * @return the client
	 */
	public static PollingClient open(int port, String path, int protocol, String parameters) {
		return open(port, path, protocol, parameters, Map.of());
	}

	/**
	 * Open a session with additional headers.
	 * @param port the server's port
	 * @param path where Engine.IO is mounted
	 * @param protocol the protocol revision
	 * @param parameters further query parameters, each with a leading {@code &}
	 * @param headers the request's headers by name
	 * @return the client
	 */
	public static PollingClient open(int port, String path, int protocol, String parameters,
			Map<String, String> headers) {
		return new PollingClient(ClientConnections.http1(port), path, protocol, parameters, headers);
	}

	/**
	 * The id of the session.
	 * @return the id
	 */
	public String sid() {
		return this.sid;
	}

	/**
	 * The answer to the handshake.
	 * @return the answer
	 */
	public RawHttp.Response handshake() {
		return this.handshake;
	}

	/**
	 * Begin a poll.
	 * @return the request under way
	 */
	public PendingRequest poll() {
		return poll(Map.of());
	}

	/**
	 * Begin a poll.
	 * @param headers more headers
	 * @return the request under way
	 */
	public PendingRequest poll(Map<String, String> headers) {
		return send("GET", target("polling"), headers, new byte[0]);
	}

	/**
	 * Poll until there is an answer.
	 * @return the answer
	 */
	public RawHttp.Response awaitPoll() {
		return await(poll());
	}

	/**
	 * Post text.
	 * @param payload the body
	 * @return the answer
	 */
	public RawHttp.Response post(String payload) {
		return await(startPost(payload));
	}

	/**
	 * Begin to post text.
	 * @param payload the body
	 * @return the request under way
	 */
	public PendingRequest startPost(String payload) {
		return startPost(payload.getBytes(StandardCharsets.UTF_8));
	}

	private PendingRequest startPost(byte[] body) {
		return request("POST", PollingProtocol.headers(), body);
	}

	/**
	 * Post packets.
	 * @param packets the packets in the text form of polling
	 * @return the answer
	 */
	public RawHttp.Response postPackets(byte[]... packets) {
		return await(startPost(PollingProtocol.join(List.of(packets))));
	}

	/**
	 * The packets in the answer to a poll.
	 * @param answer the answer
	 * @return the packets in the text form of polling
	 */
	public static List<String> packets(RawHttp.Response answer) {
		return PollingProtocol.split(answer.body());
	}

	/**
	 * Send a request for this session.
	 * @param method its method
	 * @param headers more headers
	 * @param body its body
	 * @return the request under way
	 */
	public PendingRequest request(String method, Map<String, String> headers, byte[] body) {
		return send(method, target("polling"), headers, body);
	}

	/**
	 * Connect a WebSocket with the id of this session.
	 * @return the WebSocket
	 */
	public RawWebSocket webSocket() {
		try {
			return this.connections.webSocket(target("websocket"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for an answer.
	 * @param request the request
	 * @return the answer
	 */
	public static RawHttp.Response await(PendingRequest request) {
		try {
			return request.response().get(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("No answer", ex);
		}
	}

	private String target(String transport) {
		return this.path + "?EIO=" + this.protocol + "&transport=" + transport + "&sid=" + this.sid;
	}

	private PendingRequest send(String method, String target, Map<String, String> headers, byte[] body) {
		try {
			return this.connections.send(method, target, headers, body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
