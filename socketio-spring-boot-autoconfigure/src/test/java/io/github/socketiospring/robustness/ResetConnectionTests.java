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
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.TestWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections to a servlet container that are reset in each state of a client, while
 * something is sent to all. No thread ends with an exception, and nothing is left.
 */
@FullRunOnly("repeats what TransportContractTests has once")
class ResetConnectionTests {

	private static final int EACH = 3;

	/** Each third meets the moment between the close and a message. */
	private static final int ROUNDS = 60;

	/**
	 * Tomcat sends longer ones in parts, and may itself throw an exception between two of
	 * them.
	 */
	private static final String NEWS = "x".repeat(8_000);

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final Handler containerLog = new ContainerLog();

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final EngineServer engine = new EngineServer(EngineOptions.builder()
		.pingInterval(Duration.ofMillis(500))
		.pingTimeout(Duration.ofSeconds(4))
		.upgradeTimeout(Duration.ofSeconds(2))
		.build(), this.io);

	private @Nullable UncaughtExceptionHandler before;

	@BeforeEach
	void watchThreads() {
		this.before = Thread.getDefaultUncaughtExceptionHandler();
		Thread.setDefaultUncaughtExceptionHandler((thread, ex) -> this.failures.add(thread.getName() + ": " + ex));
		Logger.getLogger("").addHandler(this.containerLog);
	}

	@AfterEach
	void watchNoLonger() {
		Logger.getLogger("").removeHandler(this.containerLog);
		Thread.setDefaultUncaughtExceptionHandler(this.before);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REACTOR_NETTY")
	void leaveNothingBehindInAnyState(TestWebServer webServer) throws IOException {
		try (EngineTestServer server = start(webServer)) {
			for (ClientState state : ClientState.values()) {
				for (int i = 0; i < EACH; i++) {
					for (RawConnection connection : state.reach(server.port())) {
						this.io.emit("news", NEWS);
						connection.reset();
					}
				}
			}
			awaitEnd();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REACTOR_NETTY")
	void endNoThreadThatIsSending(TestWebServer webServer) throws Exception {
		try (EngineTestServer server = start(webServer)) {
			for (int i = 0; i < ROUNDS; i++) {
				for (RawConnection connection : ClientState.CONNECTED.reach(server.port())) {
					CompletableFuture<Void> sending = CompletableFuture.runAsync(this::sendNews);
					read(connection, 10 * NEWS.length(), sending);
					connection.reset();
					sending.get(30, TimeUnit.SECONDS);
				}
			}
			awaitEnd();
		}
	}

	private void read(RawConnection connection, int size, CompletableFuture<Void> sending) throws IOException {
		int count = 0;
		try {
			while (count < size && connection.in().read() >= 0) {
				count++;
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("Only %d bytes arrived, of %d sessions, while %s".formatted(count,
					this.engine.sessionCount(), sending), ex);
		}
	}

	private void sendNews() {
		for (int i = 0; i < 200; i++) {
			this.io.emit("news", NEWS);
		}
	}

	private EngineTestServer start(TestWebServer webServer) {
		return EngineTestServer.start(webServer, "/socket.io", this.engine,
				EngineUpgradeStrategies.forServerInUse(this.engine.options().maxPayload()));
	}

	private void awaitEnd() {
		await().atMost(Duration.ofSeconds(60)).until(() -> this.engine.sessionCount() == 0);
		assertThat(this.failures).isEmpty();
	}

	/**
	 * Collects what Tomcat logs of its threads.
	 */
	private final class ContainerLog extends Handler {

		@Override
		public void publish(LogRecord logged) {
			if (logged.getThrown() instanceof IllegalStateException) {
				ResetConnectionTests.this.failures.add(logged.getMessage() + ": " + logged.getThrown());
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
