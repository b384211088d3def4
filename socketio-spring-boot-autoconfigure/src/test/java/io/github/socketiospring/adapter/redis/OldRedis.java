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

package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A Redis without shard channels: it does not know the question for their subscribers.
 */
final class OldRedis implements AutoCloseable {

	private final ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final int redis;

	/**
	 * Listen.
	 * @param redis the port of a Redis that does everything else
	 * @throws IOException if no port is free
	 */
	OldRedis(int redis) throws IOException {
		this.redis = redis;
		start(this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.redis);
				this.sockets.add(client);
				this.sockets.add(server);
				start(() -> copy(client, server));
				start(() -> copy(server, client));
			}
		}
		catch (IOException ex) {
			// It was closed.
		}
	}

	private static void copy(Socket from, Socket to) {
		try (from; to) {
			byte[] buffer = new byte[8192];
			int length;
			while ((length = from.getInputStream().read(buffer)) >= 0) {
				String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
				to.getOutputStream()
					.write(text.replace("SHARDNUMSUB", "WHATEVERSUB").getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		catch (IOException ex) {
			// One end is gone, and the other follows.
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "old redis");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
