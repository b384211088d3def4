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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A network between clients and a server, which a test can break. New connections wait
 * until it is restored.
 */
public final class CuttingProxy implements AutoCloseable {

	private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final int target;

	private volatile boolean silent;

	private volatile CountDownLatch mended = new CountDownLatch(0);

	private volatile CountDownLatch flowing = new CountDownLatch(0);

	/**
	 * Start to listen on the loopback address.
	 * @param target the server's port there
	 * @throws IOException if no port is free
	 */
	public CuttingProxy(int target) throws IOException {
		this.target = target;
		startThread(this::accept);
	}

	/**
	 * Where clients connect.
	 * @return the port on the loopback address
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Lose what the server sends, until the connections are cut.
	 */
	public void silence() {
		this.silent = true;
	}

	/**
	 * Read nothing from the server until the network is {@linkplain #mend restored}, as
	 * for clients that do not read. What they send arrives.
	 */
	public void clog() {
		this.flowing = new CountDownLatch(1);
	}

	/**
	 * Reset all connections.
	 */
	public void cut() {
		this.mended = new CountDownLatch(1);
		resetAll();
	}

	/**
	 * Let clients connect again, and read what waits for them.
	 */
	public void mend() {
		this.silent = false;
		this.flowing.countDown();
		this.mended.countDown();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		mend();
		resetAll();
	}

	private void accept() {
		try {
			while (!this.listener.isClosed()) {
				Socket client = this.listener.accept();
				this.mended.await();
				connect(client);
			}
		}
		catch (IOException ex) {
			// It was closed.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void connect(Socket client) throws IOException {
		Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
		this.sockets.add(client);
		this.sockets.add(server);
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
		startThread(() -> copy(client, server, false));
		startThread(() -> copy(server, client, true));
	}

	private void copy(Socket from, Socket to, boolean answers) {
		try (from; to) {
			byte[] buffer = new byte[8192];
			int length;
			while ((length = from.getInputStream().read(buffer)) >= 0) {
				if (answers) {
					this.flowing.await();
				}
				if (!(answers && this.silent)) {
					to.getOutputStream().write(buffer, 0, length);
				}
			}
		}
		catch (IOException ex) {
			// One end is closed, and the other follows.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.sockets.remove(from);
		}
	}

	private void resetAll() {
		this.sockets.forEach(CuttingProxy::reset);
	}

	private static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
			socket.close();
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

	private static void startThread(Runnable task) {
		Thread thread = new Thread(task, "cutting proxy");
		thread.setDaemon(true);
		thread.start();
	}

}
