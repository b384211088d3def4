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

package io.github.socketiospring.engineio.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A proxy that forwards one connection, as it comes, with little room on its way.
 */
final class NarrowProxy implements AutoCloseable {

	private final int server;

	private final int buffer;

	private final ServerSocket door = new ServerSocket();

	/**
	 * Listen.
	 * @param server the server's port
	 * @param buffer the room in bytes for what was not forwarded yet
	 * @throws IOException if there is no port
	 */
	NarrowProxy(int server, int buffer) throws IOException {
		this.server = server;
		this.buffer = buffer;
		this.door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		start(this::forward);
	}

	int port() {
		return this.door.getLocalPort();
	}

	private void forward() throws IOException {
		try (Socket client = this.door.accept(); Socket upstream = new Socket()) {
			client.setSendBufferSize(this.buffer);
			upstream.setReceiveBufferSize(this.buffer);
			upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server));
			start(() -> copy(client, upstream));
			copy(upstream, client);
		}
	}

	/**
	 * Forward bytes, and then the end.
	 * @param from the socket to read
	 * @param to the socket to write
	 * @throws IOException if a connection is closed
	 */
	private void copy(Socket from, Socket to) throws IOException {
		byte[] bytes = new byte[this.buffer / 4];
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
			out.write(bytes, 0, read);
		}
		to.shutdownOutput();
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// One of the two has closed its connection.
			}
		}, "narrow proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.door.close();
	}

	private interface Task {

		void run() throws IOException;

	}

}
