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

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.attack.Assault;
import io.github.socketiospring.testsupport.attack.Attack;
import io.github.socketiospring.testsupport.attack.AttackedServer;
import io.github.socketiospring.testsupport.load.LoadClients;
import io.github.socketiospring.testsupport.process.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One attack after the other on one server with a heap of 512 MB, beside clients that
 * must not be affected. In the end the server uses no more memory than before, and its
 * log is short.
 */
class AttackedServerTests {

	private static final int BLOWS = TestProfile.choose(1, 10);

	private static final int CONNECTIONS = 101;

	private static final int LOG_LINES = 200;

	/** The classes that are loaded, and the code that is compiled, during the test. */
	private static final long MARGIN = 8_000_000;

	private static ServerProcess server;

	private static LoadClients clients;

	private static Neighbour neighbour;

	private static long heap;

	@BeforeAll
	static void start() {
		server = AttackedServer.start("socketio.ping-interval=1s", "socketio.ping-timeout=20s",
				"socketio.connection-state-recovery.max-disconnection-duration=2s");
		clients = new LoadClients(server.port());
		neighbour = new Neighbour(clients.webSocket(), clients.polling());
		neighbour.isServed();
		heap = server.usedMemory().orElseThrow();
	}

	@ParameterizedTest
	@EnumSource
	void neighboursDoNotNotice(Attack attack) {
		// The previous attack must not keep clients out for long.
		await().until(AttackedServerTests::admitsNewcomers);
		try (Assault assault = new Assault("127.0.1." + (1 + attack.ordinal()), server.port(), CONNECTIONS)) {
			CompletableFuture<List<IOException>> blows = new CompletableFuture<>();
			Thread attacker = new Thread(() -> blows.complete(strike(assault, attack)), "attacker");
			attacker.start();
			await().atMost(Duration.ofMinutes(3)).until(() -> {
				neighbour.isServed();
				return blows.isDone();
			});
			neighbour.isServed();
			Observations.note("%s: %d blows, repelled by %s", attack, BLOWS, blows.join());
		}
		neighbour.isServed();
	}

	private static boolean admitsNewcomers() throws Exception {
		try (RawHttp handshake = RawHttp.send(server.port(), "GET", "/socket.io/?EIO=4&transport=polling", Map.of(),
				new byte[0])) {
			return handshake.response().get(10, TimeUnit.SECONDS).status() == 200;
		}
	}

	private static List<IOException> strike(Assault assault, Attack attack) {
		return IntStream.range(0, BLOWS).mapToObj((i) -> assault.strike(attack)).flatMap(Optional::stream).toList();
	}

	@AfterAll
	static void stop() {
		try (ServerProcess attacked = server; LoadClients all = clients) {
			await().pollInterval(Duration.ofSeconds(1))
				.atMost(Duration.ofMinutes(2))
				.untilAsserted(
						() -> assertThat(attacked.usedMemory().orElseThrow()).as("heap").isLessThan(heap + MARGIN));
			assertThat(attacked.log().firstLines()).noneMatch((line) -> line.contains("OutOfMemoryError"));
			assertThat(attacked.log().length()).as("lines in the log").isLessThan(LOG_LINES);
			neighbour.isServed();
		}
	}

}
