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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

/**
 * A connection to a server on the loopback address, on which a test writes any bytes and
 * may stop at any point.
 */
public final class RawConnection implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 30_000;

	private static final int NARROW_PATIENCE_MILLIS = 10_000;

	private static final String PATH = "/socket.io/?EIO=4&transport=";

	private final Socket socket;

	private final int port;

	private final int patience;

	/**
	 * Connect.
	 * @param port the server's port
	 * @throws IOException if there is no server
	 */
	public RawConnection(int port) throws IOException {
		this(new Socket(), port, PATIENCE_MILLIS);
	}

	private RawConnection(Socket socket, int port, int patience) throws IOException {
		this.socket = socket;
		this.port = port;
		this.patience = patience;
		this.socket.setTcpNoDelay(true);
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	/**
	 * Connect by TLS, and trust any certificate.
	 * @param port the server's port
	 * @return the connection
	 * @throws IOException if there is no server
	 */
	static RawConnection secure(int port) throws IOException {
		try {
			SSLContext trusting = SSLContext.getInstance("TLS");
			trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
			return new RawConnection(trusting.getSocketFactory().createSocket(), port, PATIENCE_MILLIS);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Connect with little room for what is not read yet. What reads from {@link #in()}
	 * fails when nothing comes for ten seconds.
	 * @param port the server's port
	 * @param receiveBuffer the room in bytes
	 * @return the connection
	 * @throws IOException if there is no server
	 */
	public static RawConnection narrow(int port, int receiveBuffer) throws IOException {
		return narrow(new Socket(), port, receiveBuffer);
	}

	private static RawConnection narrow(Socket socket, int port, int receiveBuffer) throws IOException {
		socket.setReceiveBufferSize(receiveBuffer);
		socket.setSoTimeout(NARROW_PATIENCE_MILLIS);
		return new RawConnection(socket, port, NARROW_PATIENCE_MILLIS);
	}

	/**
	 * Connect from an address of this machine, with little room for what is not read yet.
	 * What reads fails when nothing comes for ten seconds.
	 * @param address a loopback address
	 * @param port the server's port
	 * @param receiveBuffer the room in bytes
	 * @return the connection
	 * @throws IOException if there is no server
	 */
	public static RawConnection from(String address, int port, int receiveBuffer) throws IOException {
		Socket socket = new Socket();
		socket.setReuseAddress(true);
		socket.bind(new InetSocketAddress(address, 0));
		return narrow(socket, port, receiveBuffer);
	}

	/**
	 * Write.
	 * @param bytes what to write
	 * @return this connection
	 * @throws IOException if the connection is closed
	 */
	public RawConnection say(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	/**
	 * Write text in ISO 8859-1.
	 * @param text what to write
	 * @return this connection
	 * @throws IOException if the connection is closed
	 */
	public RawConnection say(String text) throws IOException {
		return say(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Ask for an answer by polling.
	 * @param query more query parameters, beginning with an ampersand, or empty
	 * @return this connection
	 * @throws IOException if the connection is closed
	 */
	public RawConnection poll(String query) throws IOException {
		return say(Wire.request("GET", PATH + "polling" + query, Map.of("Host", host())));
	}

	/**
	 * Ask for a WebSocket.
	 * @param query more query parameters, beginning with an ampersand, or empty
	 * @return this connection
	 * @throws IOException if the connection is closed
	 */
	public RawConnection upgrade(String query) throws IOException {
		return upgrade(query, Map.of());
	}

	/**
	 * Ask for a WebSocket.
	 * @param query more query parameters, beginning with an ampersand, or empty
	 * @param headers more headers
	 * @return this connection
	 * @throws IOException if the connection is closed
	 */
	public RawConnection upgrade(String query, Map<String, String> headers) throws IOException {
		return say(Wire.webSocketRequest(PATH + "websocket" + query, host(), headers));
	}

	/**
	 * Send a text message.
	 * @param text the text
	 * @return this connection
	 * @throws IOException if the connection is closed
	 */
	public RawConnection text(String text) throws IOException {
		return say(Wire.text(text));
	}

	int localPort() {
		return this.socket.getLocalPort();
	}

	String host() {
		return "localhost:" + this.port;
	}

	/**
	 * Read up to some text.
	 * @param end the text
	 * @return what was read, the text included
	 * @throws IOException if the connection ends before, or nothing comes for long
	 */
	public String hear(String end) throws IOException {
		this.socket.setSoTimeout(this.patience);
		InputStream in = in();
		StringBuilder heard = new StringBuilder();
		while (heard.indexOf(end) < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("The connection ended after: " + heard);
			}
			heard.append((char) next);
		}
		return heard.toString();
	}

	/**
	 * Read up to the end of the connection.
	 * @return what was read
	 * @throws IOException if the connection is reset, or nothing comes for long
	 */
	public String hearAll() throws IOException {
		this.socket.setSoTimeout(this.patience);
		return new String(in().readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	/**
	 * What comes from the server.
	 * @return the stream
	 * @throws IOException if the connection is closed
	 */
	public InputStream in() throws IOException {
		return this.socket.getInputStream();
	}

	/**
	 * Read the head of a response.
	 * @return the head
	 * @throws IOException if the connection ends before
	 */
	Head readHead() throws IOException {
		int status = Integer.parseInt(readLine().split(" ")[1]);
		Map<String, String> headers = new HashMap<>();
		String line = readLine();
		while (!line.isEmpty()) {
			int colon = line.indexOf(':');
			headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
					(a, b) -> a + ", " + b);
			line = readLine();
		}
		return new Head(status, headers);
	}

	/**
	 * Read the body of a response.
	 * @param head its head
	 * @return the body, empty if the head announces none
	 * @throws IOException if the connection ends before
	 */
	byte[] readBody(Head head) throws IOException {
		if (head.headers().containsKey("content-length")) {
			return in().readNBytes(Integer.parseInt(head.headers().get("content-length")));
		}
		if (!"chunked".equals(head.headers().get("transfer-encoding"))) {
			return new byte[0];
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = Integer.parseInt(readLine(), 16);
		while (size > 0) {
			body.writeBytes(in().readNBytes(size));
			readLine();
			size = Integer.parseInt(readLine(), 16);
		}
		return body.toByteArray();
	}

	private String readLine() throws IOException {
		InputStream in = in();
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
	 * Write no more, as a peer that has closed.
	 * @throws IOException if the connection is closed
	 */
	public void finish() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Reset the connection, as a peer that has crashed.
	 * @throws IOException if that fails
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * The head of a response.
	 *
	 * @param status the status
	 * @param headers the headers by lower-case name
	 */
	record Head(int status, Map<String, String> headers) {

	}

}
