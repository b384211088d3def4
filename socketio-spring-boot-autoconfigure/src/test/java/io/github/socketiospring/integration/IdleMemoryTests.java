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

package io.github.socketiospring.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The heap that an idle WebSocket takes in an application with Spring Security and
 * tracing.
 */
@FullRunOnly("measures memory in a process of its own")
class IdleMemoryTests {

	/** 6.8 KiB. */
	private static final double LIMIT = 6.8 * 1024;

	private static final int FIRST = 50;

	private static final int IDLE = 300;

	@Test
	void keepsLittleForEachClient() throws IOException {
		List<RawConnection> clients = new ArrayList<>();
		try (ServerProcess server = start()) {
			connect(server.port(), FIRST, clients);
			long before = server.usedMemory().orElseThrow();
			connect(server.port(), IDLE, clients);
			double each = (double) (server.usedMemory().orElseThrow() - before) / IDLE;
			assertThat(each).as("bytes for each client").isLessThan(LIMIT);
		}
		finally {
			for (RawConnection client : clients) {
				client.close();
			}
		}
	}

	private static ServerProcess start() {
		return ServerProcess.start(new ServerCommand("secured server",
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
						SecuredServer.class.getName())));
	}

	private static void connect(int port, int count, List<RawConnection> clients) throws IOException {
		for (int i = 0; i < count; i++) {
			RawConnection client = new RawConnection(port);
			clients.add(client);
			client.openWebSocket(BasicLogin.of("ann")).enter("");
		}
	}

}
