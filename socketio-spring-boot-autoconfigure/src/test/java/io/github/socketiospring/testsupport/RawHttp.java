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
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One HTTP request on one connection, sent as it is written: also what no HTTP library
 * would send.
 */
public final class RawHttp implements AutoCloseable {

	private static final ExecutorService readers = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "raw-http");
		thread.setDaemon(true);
		return thread;
	});

	private final Socket socket;

	private final CompletableFuture<Response> response;

	private RawHttp(Socket socket) {
		this.socket = socket;
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
	 * @throws IOException when it cannot be sent
	 */
	public static RawHttp send(int port, String method, String target, Map<String, String> headers, byte[] body)
			throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		StringBuilder head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		head.append("Host: localhost:").append(port).append("\r\n");
		boolean length = false;
		for (Map.Entry<String, String> header : headers.entrySet()) {
			head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
			length |= header.getKey().equalsIgnoreCase("Content-Length");
		}
		if (body.length > 0 && !length || method.equals("POST") && !length) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		head.append("\r\n");
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
		request.writeBytes(body);
		socket.getOutputStream().write(request.toByteArray());
		socket.getOutputStream().flush();
		return new RawHttp(socket);
	}

	/**
	 * The response, failed when the connection ends without one.
	 * @return the response
	 */
	public CompletableFuture<Response> response() {
		return this.response;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private Response read() {
		try (this.socket) {
			InputStream in = this.socket.getInputStream();
			String status = line(in);
			Map<String, String> headers = new HashMap<>();
			String line = line(in);
			while (!line.isEmpty()) {
				int colon = line.indexOf(':');
				headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
						(a, b) -> a + ", " + b);
				line = line(in);
			}
			return new Response(Integer.parseInt(status.split(" ")[1]), headers, body(in, headers));
		}
		catch (IOException ex) {
			throw new IllegalStateException("No response", ex);
		}
	}

	private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
		if (headers.containsKey("content-length")) {
			return in.readNBytes(Integer.parseInt(headers.get("content-length")));
		}
		if (!"chunked".equals(headers.get("transfer-encoding"))) {
			return new byte[0];
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = Integer.parseInt(line(in), 16);
		while (size > 0) {
			body.writeBytes(in.readNBytes(size));
			line(in);
			size = Integer.parseInt(line(in), 16);
		}
		return body.toByteArray();
	}

	static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int c = in.read();
		while (c != '\n') {
			if (c < 0) {
				throw new EOFException();
			}
			if (c != '\r') {
				line.append((char) c);
			}
			c = in.read();
		}
		return line.toString();
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
