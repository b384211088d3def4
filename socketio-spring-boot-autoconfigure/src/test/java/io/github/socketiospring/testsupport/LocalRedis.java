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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Redis in its own process, on a port of the loopback address. It keeps nothing.
 */
public final class LocalRedis implements AutoCloseable {

	private static final int ATTEMPTS = 10;

	private static final Pattern READY = Pattern.compile("Ready to accept connections");

	private final LoggedProcess process;

	private final int port;

	private LocalRedis(LoggedProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start Redis.
	 * @param directory its working directory
	 * @return the running program, which listens
	 * @throws IOException if there is no free port
	 */
	public static LocalRedis start(Path directory) throws IOException {
		List<String> log = new ArrayList<>();
		for (int i = 0; i < ATTEMPTS; i++) {
			// Another process may take the port before Redis does.
			int port = freePort();
			LoggedProcess process = LoggedProcess.start(directory, List.of("redis-server", "--bind", "127.0.0.1",
					"--port", String.valueOf(port), "--save", "", "--appendonly", "no"));
			if (process.await(READY) != null) {
				return new LocalRedis(process, port);
			}
			log.add(process.log());
			process.close();
		}
		throw new IllegalStateException("Redis does not listen:\n" + String.join("\n", log));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * The port on which it listens.
	 * @return a port of the loopback address
	 */
	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
