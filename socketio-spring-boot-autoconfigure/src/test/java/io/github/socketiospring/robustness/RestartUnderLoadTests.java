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

package io.github.socketiospring.robustness;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that is restarted while official clients emit events, which they repeat until
 * they are acknowledged.
 */
@RequiresTool({ "node", "npm" })
@ExtendWith(OutputCaptureExtension.class)
class RestartUnderLoadTests {

	private static final int CLIENTS = 40;

	private static final int RESTARTS = 2;

	@Test
	void losesNothingThatClientsRepeat(CapturedOutput output) {
		Ledger[] ledgers = new Ledger[RESTARTS + 1];
		TestServer server = start(0);
		int port = server.port();
		try (NodeScript script = NodeScript.start("restart.mjs", port, "4", String.valueOf(CLIENTS),
				String.valueOf(RESTARTS))) {
			ledgers[0] = server.bean(Ledger.class);
			assertThat(script.awaitValue("under way")).as("disconnects at first").isEmpty();
			for (int restart = 1; restart <= RESTARTS; restart++) {
				server.close();
				server = start(port);
				ledgers[restart] = server.bean(Ledger.class);
				// An official client does not reconnect after "io server disconnect".
				assertThat(script.awaitValue("under way")).hasSize(CLIENTS)
					.extracting(JsonNode::asString)
					.isSubsetOf("transport close", "transport error");
			}
			JsonNode totals = script.awaitValue("acknowledged");
			script.awaitEnd();
			long repeated = 0;
			for (int client = 0; client < CLIENTS; client++) {
				repeated += assertEachOnceButForRestarts(client, totals.get(client).asInt(), ledgers);
			}
			Observations.note("Restarts: %d clients, %d events, %d of them repeated over %d restarts", CLIENTS,
					totals.valueStream().mapToInt(JsonNode::asInt).sum(), repeated, RESTARTS);
		}
		finally {
			server.close();
		}
		assertThat(output).doesNotContain(" ERROR ");
	}

	private static TestServer start(int port) {
		return TestServer.start(Ledger.class,
				Map.of("server.port", String.valueOf(port), "socketio.shutdown.budget", "30s"));
	}

	/**
	 * Each server saw consecutive numbers, of which only the first may have been the last
	 * of the server before.
	 * @param client the client
	 * @param total how many numbers it emitted
	 * @param ledgers what the servers saw
	 * @return how many numbers came twice
	 */
	private static int assertEachOnceButForRestarts(int client, int total, Ledger... ledgers) {
		int expected = 0;
		int repeated = 0;
		for (Ledger ledger : ledgers) {
			List<Integer> numbers = ledger.numbers(client);
			assertThat(numbers).as("numbers of client %d", client).isNotEmpty();
			int first = numbers.get(0);
			assertThat(first).as("first number of client %d", client).isBetween(Math.max(0, expected - 1), expected);
			repeated += expected - first;
			expected = first + numbers.size();
			assertThat(numbers).as("numbers of client %d", client)
				.containsExactlyElementsOf(IntStream.range(first, expected).boxed().toList());
			assertThat(ledger.sockets(client)).as("sockets of client %d", client).hasSize(1);
		}
		assertThat(expected).as("numbers of client %d", client).isEqualTo(total);
		return repeated;
	}

	/**
	 * Writes down what comes.
	 */
	@SocketNamespace
	static class Ledger {

		private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

		@OnEvent("number")
		@NonBlocking
		int number(SocketIOSocket socket, int client, int number) {
			this.entries.add(new Entry(socket.id(), client, number));
			return number;
		}

		List<Integer> numbers(int client) {
			return this.entries.stream().filter((entry) -> entry.client == client).map(Entry::number).toList();
		}

		List<String> sockets(int client) {
			return this.entries.stream()
				.filter((entry) -> entry.client == client)
				.map(Entry::socket)
				.distinct()
				.toList();
		}

	}

	/**
	 * An event.
	 */
	private record Entry(String socket, int client, int number) {
	}

}
