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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.Wire;

/**
 * The connections of one hostile client, all from one address. Connections that an attack
 * keeps open stay open until there are too many; then the oldest is closed.
 */
public final class Assault implements AutoCloseable {

	private static final int RECEIVE_BUFFER = 8 * 1024;

	private static final int LONGEST_BLOW_SECONDS = 30;

	private static final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "assault watch");
		thread.setDaemon(true);
		return thread;
	});

	private final String address;

	private final int port;

	private final int most;

	private final Deque<RawConnection> kept = new ArrayDeque<>();

	/**
	 * Begin.
	 * @param address the loopback address to come from
	 * @param port the server's port
	 * @param most how many connections are kept
	 */
	public Assault(String address, int port, int most) {
		this.address = address;
		this.port = port;
		this.most = most;
	}

	/**
	 * Attack once. An attempt that takes too long, for example because the server does
	 * not read, is aborted.
	 * @param attack what to do
	 * @return what went wrong, if the server hung up or the blow was broken off
	 */
	public Optional<IOException> strike(Attack attack) {
		ScheduledFuture<?> patience = watch.schedule(this::breakOff, LONGEST_BLOW_SECONDS, TimeUnit.SECONDS);
		try {
			attack.strike(this);
			return Optional.empty();
		}
		catch (IOException ex) {
			return Optional.of(ex);
		}
		finally {
			patience.cancel(false);
		}
	}

	/** Resets the latest connection, so that code that waits for it continues. */
	private void breakOff() {
		RawConnection latest;
		synchronized (this.kept) {
			latest = this.kept.pollLast();
		}
		if (latest != null) {
			reset(latest);
		}
	}

	RawConnection connect() throws IOException {
		RawConnection connection = RawConnection.from(this.address, this.port, RECEIVE_BUFFER);
		RawConnection oldest = null;
		synchronized (this.kept) {
			this.kept.add(connection);
			if (this.kept.size() > this.most) {
				oldest = this.kept.remove();
			}
		}
		if (oldest != null) {
			reset(oldest);
		}
		return connection;
	}

	/**
	 * Open a session by polling.
	 * @param connection asks for it
	 * @param query more query parameters, each with a leading ampersand
	 * @param headers more headers, each with the end of its line
	 * @return the session's id
	 * @throws IOException if there is none
	 */
	String open(RawConnection connection, String query, String headers) throws IOException {
		connection.say("GET " + PollingProtocol.target(query) + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
		return connection.takeSession();
	}

	/**
	 * Post to a session, and wait for the answer.
	 * @param connection posts
	 * @param sid the session's id
	 * @param body the body
	 * @throws IOException if there is no answer
	 */
	void post(RawConnection connection, String sid, String body) throws IOException {
		announce(connection, sid, body.length()).say(body).takeResponse(200);
	}

	/**
	 * Post the head of a request.
	 * @param connection posts
	 * @param sid the session's id
	 * @param length how long the body is said to be
	 * @return the connection
	 * @throws IOException if the connection is closed
	 */
	RawConnection announce(RawConnection connection, String sid, int length) throws IOException {
		Map<String, String> headers = PollingProtocol.headers(length);
		headers.put("Host", "localhost");
		return connection.say(Wire.request("POST", target(sid), headers));
	}

	String target(String sid) {
		return PollingProtocol.target("&sid=" + sid);
	}

	/**
	 * Open a WebSocket.
	 * @param headers more headers by name
	 * @return the WebSocket, in no namespace yet
	 * @throws IOException if there is none
	 */
	RawConnection webSocket(Map<String, String> headers) throws IOException {
		return connect().openWebSocket(headers);
	}

	/**
	 * Open a WebSocket and go to the root namespace.
	 * @return the WebSocket
	 * @throws IOException if there is none
	 */
	RawConnection entered() throws IOException {
		return webSocket(Map.of()).enter("");
	}

	/**
	 * Reset all connections. What another thread writes to one of them fails.
	 */
	@Override
	public void close() {
		Deque<RawConnection> all;
		synchronized (this.kept) {
			all = new ArrayDeque<>(this.kept);
			this.kept.clear();
		}
		all.forEach(Assault::reset);
	}

	private static void reset(RawConnection connection) {
		try {
			connection.reset();
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

}
