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

package io.github.socketiospring.testsupport.load;

/**
 * Thousands of clients on one thread, for tests with many of them. A few clients are
 * better made with {@link io.github.socketiospring.testsupport.RawWebSocket} and
 * {@link io.github.socketiospring.testsupport.PollingClient}.
 */
public final class LoadClients implements AutoCloseable {

	private final LoadGenerator load = LoadGenerator.forTests();

	private final int port;

	/**
	 * Create clients of one server.
	 * @param port the server's port on the loopback address
	 */
	public LoadClients(int port) {
		this.port = port;
	}

	/**
	 * Connect a client by WebSocket.
	 * @return the client
	 */
	public LoadClient webSocket() {
		return new LoadClient(this.load, (listener) -> this.load.connectWebSocket(this.port, listener));
	}

	/**
	 * Connect a client by HTTP long-polling, and change to WebSocket before it goes to
	 * the root namespace.
	 * @return the client
	 */
	public LoadClient upgrading() {
		return new LoadClient(this.load, (listener) -> this.load.connectUpgrading(this.port, listener));
	}

	/**
	 * Connect a client by HTTP long-polling.
	 * @return the client
	 */
	public LoadClient polling() {
		return new LoadClient(this.load, (listener) -> this.load.connectPolling(this.port, listener));
	}

	/**
	 * End all clients.
	 */
	@Override
	public void close() {
		this.load.close();
	}

}
