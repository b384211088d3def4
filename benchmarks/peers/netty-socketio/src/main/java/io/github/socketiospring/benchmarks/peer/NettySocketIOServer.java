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

package io.github.socketiospring.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;

/**
 * netty-socketio with its default settings, and handlers for the events of the load generator.
 */
public final class NettySocketIOServer {

	public static void main(String[] args) throws IOException {
		Configuration configuration = new Configuration();
		configuration.setHostname("127.0.0.1");
		configuration.setPort(freePort());
		configuration.getSocketConfig().setAcceptBackLog(4096);
		configuration.getSocketConfig().setReuseAddress(true);
		SocketIOServer server = new SocketIOServer(configuration);
		server.addEventListener("echo", String.class, (client, text, ack) -> client.sendEvent("echo", text));
		server.addEventListener("ack", String.class, (client, text, ack) -> ack.sendAckData(text));
		server.addEventListener("typed", Order.class, (client, order, ack) -> client.sendEvent("typed", order));
		server.addEventListener("binary", byte[].class, (client, bytes, ack) -> client.sendEvent("binary", bytes));
		server.addEventListener("join", String.class, (client, room, ack) -> {
			client.joinRoom(room);
			ack.sendAckData();
		});
		server.addEventListener("publish", String.class,
				(client, text, ack) -> server.getRoomOperations("news").sendEvent("news", text));
		server.start();
		System.out.println("listening " + configuration.getPort());
		obeyConsole();
	}

	/** Chosen here, since netty-socketio does not report the port that it got. */
	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static void obeyConsole() throws IOException {
		BufferedReader console = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = console.readLine(); line != null; line = console.readLine()) {
			if (line.equals("memory")) {
				System.gc();
				System.gc();
				System.out
					.println("memory " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
			}
		}
		System.exit(0);
	}

	/**
	 * A payload of eight fields.
	 */
	public record Order(double amount, String city, int count, String currency, String customer, long id, boolean paid,
			String street) {
	}

}
