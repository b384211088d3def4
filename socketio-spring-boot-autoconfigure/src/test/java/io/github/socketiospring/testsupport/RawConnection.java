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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;

import javax.net.ssl.SSLContext;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

/**
 * A connection to a server on the loopback address, on which a test writes any bytes and
 * may stop at any point.
 */
public final class RawConnection implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 30_000;

	private static final int NARROW_PATIENCE_MILLIS = 10_000;

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
		return say(Wire.request("GET", PollingProtocol.target(query), Map.of("Host", host())));
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
		return say(Wire.webSocketRequest(Wire.target("websocket", query), host(), headers));
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
	 * Open a session by polling.
	 * @return its id
	 * @throws IOException if the server refuses, the connection ends before, or nothing
	 * comes for long
	 */
	public String open() throws IOException {
		return poll("").takeSession();
	}

	/**
	 * Read the answer to the request for a session, which must grant it.
	 * @return the id of the session
	 * @throws IOException if the server refuses, the connection ends before, or nothing
	 * comes for long
	 */
	public String takeSession() throws IOException {
		return Packets.sid(takeResponse(200).text());
	}

	/**
	 * Open a WebSocket, and take the first packet.
	 * @param headers more headers
	 * @return this connection
	 * @throws IOException if the connection ends before, or nothing comes for long
	 */
	public RawConnection openWebSocket(Map<String, String> headers) throws IOException {
		return upgrade("", headers).takeUpgrade().take(Packets.OPEN);
	}

	/**
	 * Go to the root namespace by the WebSocket that this connection is.
	 * @param auth what the client says of itself as JSON, or empty
	 * @return this connection
	 * @throws IOException if the connection ends before, or nothing comes for long
	 */
	public RawConnection enter(String auth) throws IOException {
		return text(Packets.CONNECT + auth).take(Packets.CONNECTED);
	}

	/**
	 * Read a response, which must have a certain status.
	 * @param status the status
	 * @return the response
	 * @throws IOException if the status is another, the connection ends before, or
	 * nothing comes for long
	 */
	public RawHttp.Response takeResponse(int status) throws IOException {
		this.socket.setSoTimeout(this.patience);
		RawHttp.Response response = readResponse();
		if (response.status() != status) {
			throw new IOException("Refused with " + response.status());
		}
		return response;
	}

	/**
	 * Read the answer to the request for a WebSocket, which must grant it.
	 * @return this connection
	 * @throws IOException if the server refuses, the connection ends before, or nothing
	 * comes for long
	 */
	public RawConnection takeUpgrade() throws IOException {
		int status = takeHead().status();
		if (status != 101) {
			throw new IOException("Refused with " + status);
		}
		return this;
	}

	/**
	 * Read the next frame but for heartbeats, which must be a certain message.
	 * @param beginning how the message begins
	 * @return this connection
	 * @throws IOException if another frame comes, the connection ends before, or nothing
	 * comes for long
	 */
	public RawConnection take(String beginning) throws IOException {
		String text = Packets.PING;
		while (text.equals(Packets.PING)) {
			text = takeFrame().text();
		}
		if (!text.startsWith(beginning)) {
			throw new IOException("Came instead of " + beginning + ": " + text);
		}
		return this;
	}

	/**
	 * Read the next frame.
	 * @return the frame
	 * @throws IOException if the connection ends before, or nothing comes for long
	 */
	public Frame takeFrame() throws IOException {
		this.socket.setSoTimeout(this.patience);
		return readFrame();
	}

	/**
	 * Read the head of a response, and leave the body.
	 * @return the head
	 * @throws IOException if the connection ends before, or nothing comes for long
	 */
	public HttpHead takeHead() throws IOException {
		this.socket.setSoTimeout(this.patience);
		return readHead();
	}

	/**
	 * Read a response. It may take as long as it likes.
	 * @return the response
	 * @throws IOException if the connection ends before
	 */
	RawHttp.Response readResponse() throws IOException {
		HttpHead head = readHead();
		Map<String, String> headers = head.headers();
		return new RawHttp.Response(head.status(), headers, readBody(head, headers));
	}

	/**
	 * Read the head of a response. It may take as long as it likes.
	 * @return the head
	 * @throws IOException if the connection ends before
	 */
	HttpHead readHead() throws IOException {
		ByteBuf buffer = Unpooled.buffer();
		HttpHead head = null;
		while (head == null) {
			// One by one, since what follows is for others to read.
			read(buffer, 1);
			boolean line = buffer.getByte(buffer.writerIndex() - 1) == '\n';
			head = line ? HttpHead.find(buffer) : null;
		}
		return head;
	}

	private byte[] readBody(HttpHead head, Map<String, String> headers) throws IOException {
		if (head.contentLength() >= 0) {
			return readBytes(head.contentLength());
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if ("chunked".equals(headers.get("transfer-encoding"))) {
			int size = -1;
			while (size != 0) {
				size = Integer.parseInt(readLine(), 16);
				body.writeBytes(readBytes(size));
				readLine();
			}
		}
		return body.toByteArray();
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in().read(); next != '\n'; next = in().read()) {
			if (next < 0) {
				throw new EOFException();
			}
			line.append((char) next);
		}
		return line.toString().strip();
	}

	private byte[] readBytes(int count) throws IOException {
		byte[] bytes = in().readNBytes(count);
		if (bytes.length < count) {
			throw new EOFException();
		}
		return bytes;
	}

	/**
	 * Read a WebSocket frame. It may take as long as it likes.
	 * @return the frame
	 * @throws IOException if the connection ends before
	 */
	Frame readFrame() throws IOException {
		Frame[] frame = new Frame[1];
		ByteBuf buffer = Unpooled.buffer();
		int missing = 2;
		while (missing > 0) {
			read(buffer, missing);
			missing = FrameReader.read(buffer, (head, bytes, index,
					length) -> frame[0] = new Frame(head, ByteBufUtil.getBytes(bytes, index, length)));
		}
		return frame[0];
	}

	private void read(ByteBuf buffer, int count) throws IOException {
		int end = buffer.writerIndex() + count;
		while (buffer.writerIndex() < end) {
			if (buffer.writeBytes(in(), end - buffer.writerIndex()) < 0) {
				throw new EOFException();
			}
		}
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
	 * A WebSocket frame.
	 *
	 * @param head its first byte: the opcode and the bits before it
	 * @param payload its payload
	 */
	public record Frame(int head, byte[] payload) {

		/**
		 * The payload as text.
		 * @return the text
		 */
		public String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		/**
		 * What a close frame says.
		 * @return its status, or {@link RawWebSocket#NO_STATUS}
		 */
		public int closeStatus() {
			return (this.payload.length >= 2) ? ByteBuffer.wrap(this.payload).getShort() : RawWebSocket.NO_STATUS;
		}

		/**
		 * The opcode.
		 * @return the opcode
		 */
		public int opcode() {
			return this.head & FrameReader.OPCODE;
		}

	}

}
