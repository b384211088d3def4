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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client that sends frames exactly as they are written, and reports how the
 * server closed.
 */
public final class RawWebSocket implements AutoCloseable {

	/** The status of a close frame without one. */
	public static final int NO_STATUS = 1005;

	/** The status of a connection that ended without a close frame. */
	public static final int ABNORMAL = 1006;

	private static final Duration LOOK = Duration.ofMillis(5);

	/** Ten seconds of them. */
	private static final int LOOKS = 2_000;

	private final RawConnection connection;

	private final HttpHead answer;

	private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> closed = new CompletableFuture<>();

	private final ReentrantLock reading = new ReentrantLock();

	private RawWebSocket(RawConnection connection, HttpHead answer) {
		this.connection = connection;
		this.answer = answer;
		if (isOpen()) {
			Thread reader = new Thread(this::read, "raw-websocket");
			reader.setDaemon(true);
			reader.start();
		}
	}

	/**
	 * Connect to Socket.IO where it is mounted by default.
	 * @param port the server's port on the loopback address
	 * @return the WebSocket, open if {@link #isOpen()}
	 * @throws IOException if there is no answer
	 */
	public static RawWebSocket connect(int port) throws IOException {
		return connect(port, Map.of());
	}

	/**
	 * Connect to Socket.IO where it is mounted by default.
	 * @param port the server's port on the loopback address
	 * @param headers more headers
	 * @return the WebSocket, open if {@link #isOpen()}
	 * @throws IOException if there is no answer
	 */
	public static RawWebSocket connect(int port, Map<String, String> headers) throws IOException {
		return connect(port, Wire.target("websocket", ""), headers);
	}

	/**
	 * Connect.
	 * @param port the server's port on the loopback address
	 * @param target the request target
	 * @return the WebSocket, open if {@link #isOpen()}
	 * @throws IOException if there is no answer
	 */
	public static RawWebSocket connect(int port, String target) throws IOException {
		return connect(port, target, Map.of());
	}

	/**
	 * Connect.
	 * @param port the server's port on the loopback address
	 * @param target the request target
	 * @param headers more headers
	 * @return the WebSocket, open if {@link #isOpen()}
	 * @throws IOException if there is no answer
	 */
	public static RawWebSocket connect(int port, String target, Map<String, String> headers) throws IOException {
		return connect(new RawConnection(port), target, headers);
	}

	static RawWebSocket connect(RawConnection connection, String target, Map<String, String> headers)
			throws IOException {
		connection.say(Wire.webSocketRequest(target, connection.host(), headers));
		return new RawWebSocket(connection, connection.readHead());
	}

	/**
	 * Whether the handshake succeeded.
	 * @return whether it did
	 */
	public boolean isOpen() {
		return this.answer.status() == 101;
	}

	/**
	 * The headers of the answer to the handshake.
	 * @return the headers by lower-case name
	 */
	public Map<String, String> headers() {
		return this.answer.headers();
	}

	/**
	 * Send a text message.
	 * @param text the text
	 * @throws IOException if the connection is closed
	 */
	public void send(String text) throws IOException {
		frame(Wire.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Send a binary message.
	 * @param bytes the content
	 * @throws IOException if the connection is closed
	 */
	public void send(byte[] bytes) throws IOException {
		frame(Wire.BINARY, bytes);
	}

	/**
	 * Send a frame.
	 * @param head its first byte
	 * @param payload its payload, sent with a mask of zeros
	 * @throws IOException if the connection is closed
	 */
	public synchronized void frame(int head, byte[] payload) throws IOException {
		this.connection.say(Wire.frame(head, 0, payload));
	}

	/**
	 * Send bytes as they are, such as a part of a frame.
	 * @param bytes the bytes
	 * @throws IOException if the connection is closed
	 */
	public synchronized void bytes(byte[] bytes) throws IOException {
		this.connection.say(bytes);
	}

	/**
	 * Send Engine.IO packets in the text form of polling, where data is in Base64, all at
	 * once.
	 * @param packets the packets
	 * @throws IOException if the connection is closed
	 */
	public synchronized void sendPackets(byte[]... packets) throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (byte[] packet : packets) {
			String text = new String(packet, StandardCharsets.ISO_8859_1);
			frames.writeBytes(PollingProtocol.isBinary(text) ? Wire.frame(Wire.BINARY, 0, PollingProtocol.content(text))
					: Wire.frame(Wire.TEXT, 0, packet));
		}
		this.connection.say(frames.toByteArray());
	}

	/**
	 * The next Engine.IO packet in the text form of polling, which must come unless the
	 * connection ends.
	 * @return the packet, {@code null} if the connection has ended
	 */
	public @Nullable String receivePacket() {
		try {
			Message message = null;
			for (int i = 0; message == null && i < LOOKS; i++) {
				boolean ended = this.closed.isDone();
				message = receive(ended ? Duration.ZERO : LOOK);
				if (message == null && ended) {
					return null;
				}
			}
			if (message == null) {
				throw new AssertionError("Nothing came");
			}
			return message.binary() ? PollingProtocol.binary(message.bytes()) : message.text();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The next message.
	 * @param timeout how long to wait
	 * @return the message or {@code null} if none came
	 * @throws InterruptedException if interrupted
	 */
	public @Nullable Message receive(Duration timeout) throws InterruptedException {
		return this.messages.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * The next message, which must come.
	 * @return its text
	 */
	public String receiveText() {
		try {
			Message message = receive(Duration.ofSeconds(10));
			if (message == null) {
				throw new AssertionError("No message came; closed: " + this.closed);
			}
			return message.text();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Read no more, until {@link #resumeReading()} is called by the same thread; one
	 * message may still be taken.
	 */
	public void suspendReading() {
		this.reading.lock();
	}

	/**
	 * Read again.
	 */
	public void resumeReading() {
		this.reading.unlock();
	}

	/**
	 * How the server closes.
	 * @return the status of its close frame
	 */
	public CompletableFuture<Integer> closed() {
		return this.closed;
	}

	/**
	 * Close with a close frame.
	 * @throws IOException if the connection is closed
	 */
	public void closeNormally() throws IOException {
		frame(Wire.CLOSE, new byte[] { 0x03, (byte) 0xE8 });
	}

	/**
	 * End the connection without a close frame.
	 * @throws IOException if that fails
	 */
	@Override
	public void close() throws IOException {
		this.connection.close();
	}

	private void read() {
		try {
			this.closed.complete(readMessages());
		}
		catch (IOException ex) {
			this.closed.complete(ABNORMAL);
		}
		hangUp();
	}

	/** Wait for a frame that is on its way: a server takes it even if it has closed. */
	private synchronized void hangUp() {
		try {
			this.connection.close();
		}
		catch (IOException ex) {
			// It is closed already.
		}
	}

	/** Read messages up to the close frame, and return its status. */
	private int readMessages() throws IOException {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		boolean binary = false;
		boolean compressed = false;
		while (true) {
			this.reading.lock();
			this.reading.unlock();
			RawConnection.Frame frame = this.connection.readFrame();
			int opcode = frame.opcode();
			if (opcode == 8) {
				return frame.closeStatus();
			}
			if (opcode > 2) {
				continue;
			}
			if (opcode != 0) {
				binary = opcode == 2;
				compressed = (frame.head() & 0x40) != 0;
			}
			message.writeBytes(frame.payload());
			if ((frame.head() & 0x80) != 0) {
				this.messages.add(new Message(binary, message.toByteArray(), compressed));
				message.reset();
			}
		}
	}

	/**
	 * A message.
	 *
	 * @param binary whether it is binary
	 * @param bytes the content
	 * @param compressed whether it is compressed, which the receiver has to undo
	 */
	public record Message(boolean binary, byte[] bytes, boolean compressed) {

		/**
		 * The content as text.
		 * @return the text
		 */
		public String text() {
			return new String(this.bytes, StandardCharsets.UTF_8);
		}

	}

}
