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

package io.github.socketiospring.benchmarks.jmh;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.benchmarks.server.SpringServer;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineRevision;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.HandshakePermit;
import io.github.socketiospring.server.SocketIOServer;
import reactor.util.context.Context;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * This project's server in a Spring Boot application, with clients that have no network.
 */
final class MemoryServer implements AutoCloseable {

	private static final EngineHandshake HANDSHAKE = new EngineHandshake("/socket.io/?EIO=4&transport=websocket",
			Map.of("Host", List.of("127.0.0.1")), Map.of("EIO", "4", "transport", "websocket"), null, false,
			Instant.now(), null, Context.empty());

	private final ConfigurableApplicationContext application = SpringServer.run("non-blocking");

	private final EngineServer engine = this.application.getBean(EngineServer.class);

	SocketIOServer server() {
		return this.application.getBean(SocketIOServer.class);
	}

	/**
	 * Connect a client to the root namespace.
	 * @return the client
	 */
	MemoryTransport connect() {
		HandshakePermit permit = this.engine.entry().admit();
		if (permit == null) {
			throw new IllegalStateException("The server accepts no more sessions");
		}
		permit.accept(EngineRevision.V4, HANDSHAKE);
		MemoryTransport client = permit.open(MemoryTransport::new);
		client.receive(MemoryTransport.message("0"));
		if (client.taken() != 2) {
			throw new IllegalStateException("Not connected: " + client.taken() + " packets came");
		}
		return client;
	}

	@Override
	public void close() {
		this.application.close();
	}

}
