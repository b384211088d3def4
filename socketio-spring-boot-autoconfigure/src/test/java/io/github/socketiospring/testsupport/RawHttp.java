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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One HTTP request on one connection, sent exactly as it is written, even if no HTTP
 * library would send it.
 */
public final class RawHttp implements PendingRequest {

	private static final ExecutorService readers = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "raw-http");
		thread.setDaemon(true);
		return thread;
	});

	private final RawConnection connection;

	private final CompletableFuture<Response> response;

	private RawHttp(RawConnection connection) {
		this.connection = connection;
		this.response = CompletableFuture.supplyAsync(this::read, readers);
	}

	/**
	 * Send a request.
	 * @param port the server's port on the loopback address
	 * @param method the method
	 * @param target the request target
	 * @param headers more headers; a {@code Content-Length} among them wins over the
	 * body's
	 * @param body the body, if any
	 * @return the request under way
	 * @throws IOException if it cannot be sent
	 */
	public static RawHttp send(int port, String method, String target, Map<String, String> headers, byte[] body)
			throws IOException {
		RawConnection connection = new RawConnection(port);
		Map<String, String> all = new LinkedHashMap<>();
		all.put("Host", connection.host());
		all.putAll(headers);
		boolean length = headers.keySet().stream().anyMatch("Content-Length"::equalsIgnoreCase);
		if (!length && (body.length > 0 || method.equals("POST"))) {
			all.put("Content-Length", String.valueOf(body.length));
		}
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(Wire.request(method, target, all).getBytes(StandardCharsets.ISO_8859_1));
		request.writeBytes(body);
		return new RawHttp(connection.say(request.toByteArray()));
	}

	@Override
	public CompletableFuture<Response> response() {
		return this.response;
	}

	/**
	 * The client's port of the connection.
	 * @return the port
	 */
	public int localPort() {
		return this.connection.localPort();
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

	private Response read() {
		try (this.connection) {
			return this.connection.readResponse();
		}
		catch (IOException ex) {
			throw new IllegalStateException("No response", ex);
		}
	}

	/**
	 * A response.
	 *
	 * @param status the status
	 * @param headers the headers by lower-case name
	 * @param body the body
	 */
	public record Response(int status, Map<String, String> headers, byte[] body) {

		/**
		 * The body as text.
		 * @return the text
		 */
		public String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

	}

}
