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

package io.github.socketiospring.engineio.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.TestTimer;
import io.github.socketiospring.testsupport.Wire;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * The contract of all transports with a session.
 */
@ExtendWith(NoBufferLeaks.class)
class TransportContractTests {

	private static final int MAX_PAYLOAD = 200_000;

	private static final String LARGE = "x".repeat(100_000);

	private final TestTimer time = new TestTimer();

	private final AtomicInteger ids = new AtomicInteger();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private RecordingHandler application = RecordingHandler.silent();

	private EngineServer engine;

	private EngineTestServer server;

	/** By default each transport on an event loop and on a servlet container. */
	static Stream<Carrier> carriers() {
		return TestProfile.isFull() ? Arrays.stream(Carrier.values())
				: Stream.of(Carrier.POLLING, Carrier.POLLING_ON_JETTY, Carrier.CHANNEL, Carrier.TOMCAT);
	}

	static Stream<Carrier> webSockets() {
		return carriers().filter((carrier) -> !carrier.isPolling());
	}

	@AfterEach
	void nothingIsLeft() {
		this.threads.shutdownNow();
		this.server.close();
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			assertThat(this.engine.sessionCount()).isZero();
			assertThat(this.time.pending()).as("pending timers").isZero();
		});
	}

	// How sessions end

	@ParameterizedTest
	@MethodSource("carriers")
	void endsWhenTheClientSendsAClosePacket(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		client.send(Packets.CLOSE);
		this.application.awaitEvent("close transport close");
		assertThat(client.receive()).satisfiesAnyOf((packet) -> assertThat(packet).isNull(),
				(packet) -> assertThat(packet).isEqualTo(Packets.NOOP));
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void endsWhenTheConnectionBreaks(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		await().until(() -> session().isWritable());
		client.vanish();
		if (!carrier.isPolling()) {
			this.application.awaitEvent("close transport close");
		}
		else if (carrier.noticesAbandonedPolls()) {
			this.application.awaitEvent("close transport error");
		}
		else {
			this.time.advance(Duration.ofSeconds(45));
			await().untilAsserted(() -> assertThat(this.application.log()).last().asString().startsWith("close"));
		}
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void endsWhenTheConnectionBreaksWhileTheClientIsNotRead(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		await().until(() -> session().isWritable());
		session().suspendReading();
		client.vanish();
		await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
			this.time.advance(Duration.ofSeconds(20));
			assertThat(this.application.log()).last().asString().startsWith("close");
		});
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void keepsAClientThatIsNotRead(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		session().suspendReading();
		this.time.advance(Duration.ofSeconds(25));
		for (int i = 0; i < 5; i++) {
			assertThat(client.receive()).isEqualTo(Packets.PING);
			await().until(() -> session().isWritable());
			this.time.advance(Duration.ofSeconds(20));
		}
		session().resumeReading();
		assertThat(client.receive()).isEqualTo(Packets.PING);
		client.send(Packets.PONG);
		client.send("4a");
		this.application.awaitEvent("message a");
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void endsWhenTheClientIsSilent(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		this.time.advance(Duration.ofSeconds(25));
		assertThat(client.receive()).isEqualTo(Packets.PING);
		this.time.advance(Duration.ofSeconds(20));
		this.application.awaitEvent("close ping timeout");
		assertThat(client.receive()).isNull();
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void endsWhenTheClientSendsWhatIsNoPacket(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		client.send("4a");
		client.send("x");
		this.application.awaitEvent("close parse error");
		assertThat(client.receive()).isNull();
		assertThat(this.application.log()).contains("message a");
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void endsWhenTheClientSendsAPing(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		client.send(Packets.PING);
		this.application.awaitEvent("close transport error");
		assertThat(client.receive()).isNull();
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void endsWhenAMessageCannotBeHandled(Carrier carrier) throws IOException {
		this.application = RecordingHandler.of((session, message) -> {
			throw new IllegalStateException("on purpose");
		});
		Carrier.Client client = connect(carrier);
		client.send("4a");
		this.application.awaitEvent("close parse error");
		assertThat(client.receive()).isNull();
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void sendsWhatIsQueuedBeforeItCloses(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		EngineSession session = session();
		for (int i = 0; i < 20; i++) {
			session.send(EngineMessage.text(i + LARGE));
		}
		session.close();
		session.send(EngineMessage.text("late"));
		for (int i = 0; i < 20; i++) {
			assertThat(client.receive()).isEqualTo("4" + i + LARGE);
		}
		assertThat(client.receive()).satisfiesAnyOf((packet) -> assertThat(packet).isNull(),
				(packet) -> assertThat(packet).isEqualTo(Packets.NOOP));
		this.application.awaitEvent("close forced close");
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void canBeTerminated(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		session().terminate();
		assertThat(client.receive()).isNull();
		this.application.awaitEvent("close forced close");
	}

	// Order

	@ParameterizedTest
	@MethodSource("carriers")
	void deliversInOrderInBothDirections(Carrier carrier) throws IOException {
		this.application = RecordingHandler.echo();
		Carrier.Client client = connect(carrier);
		int count = carrier.isPolling() ? 50 : 2_000;
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String packet = (i % 7 == 0) ? "bAQID" : "4" + i;
			expected.add(packet);
			client.send(packet);
		}
		List<String> received = new ArrayList<>();
		while (received.size() < count) {
			received.add(client.receive());
		}
		assertThat(received).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void keepsTheOrderOfEachThreadAndUnitsWhole(Carrier carrier) throws Exception {
		Carrier.Client client = connect(carrier);
		EngineSession session = session();
		int threads = 4;
		int units = 250;
		List<Future<?>> done = new ArrayList<>();
		for (int t = 0; t < threads; t++) {
			byte thread = (byte) t;
			done.add(this.threads.submit(() -> {
				for (int i = 0; i < units; i++) {
					session.send(List.of(EngineMessage.text(thread + "-" + i),
							EngineMessage.binary(new byte[] { thread }), EngineMessage.binary(new byte[] { thread })));
				}
			}));
		}
		for (Future<?> future : done) {
			future.get(10, TimeUnit.SECONDS);
		}
		int[] next = new int[threads];
		for (int i = 0; i < threads * units; i++) {
			String text = client.receive();
			assertThat(text).isNotNull();
			int thread = text.charAt(1) - '0';
			assertThat(text).isEqualTo("4" + thread + "-" + next[thread]++);
			String expected = PollingProtocol.binary(new byte[] { (byte) thread });
			assertThat(client.receive()).isEqualTo(expected);
			assertThat(client.receive()).isEqualTo(expected);
		}
		assertThat(next).containsOnly(units);
	}

	// Flow

	@ParameterizedTest
	@MethodSource("carriers")
	void stopsReadingAndGoesOn(Carrier carrier) throws Exception {
		int count = carrier.isPolling() ? 5 : 200;
		this.application = RecordingHandler.of((session, message) -> {
			if (message.asText().startsWith("0 ")) {
				session.suspendReading();
			}
		});
		Carrier.Client client = connect(carrier);
		Future<?> sent = this.threads
			.submit(() -> IntStream.range(0, count).forEach((i) -> client.send("4" + i + " " + LARGE)));
		this.application.awaitMessages(1);
		await().during(Duration.ofMillis(300))
			.until(() -> !sent.isDone() && this.application.log().size() < ((carrier.isPolling()) ? 3 : count / 2));
		session().resumeReading();
		sent.get(30, TimeUnit.SECONDS);
		assertThat(this.application.awaitMessages(count))
			.isEqualTo(IntStream.range(0, count).mapToObj((i) -> i + " " + LARGE).toList());
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void isNotWritableWhileTheClientDoesNotRead(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		EngineSession session = session();
		await().until(session::isWritable);
		client.suspendReading();
		int count = 0;
		// More than the network buffers; of a poll it buffers nothing.
		int least = carrier.isPolling() ? 10 : 100;
		while (session.isWritable() || count < least) {
			session.send(EngineMessage.text(LARGE));
			count++;
		}
		assertThat(session.isOpen()).isTrue();
		client.resumeReading();
		for (int i = 0; i < count; i++) {
			assertThat(client.receive()).hasSize(1 + LARGE.length());
		}
		await().until(session::isWritable);
	}

	@ParameterizedTest
	@MethodSource("carriers")
	void endsAClientThatDoesNotRead(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		EngineSession session = session();
		await().until(session::isWritable);
		client.suspendReading();
		for (int i = 0; i < 2_000 && session.isOpen(); i++) {
			session.send(EngineMessage.text(LARGE));
		}
		assertThat(session.isOpen()).isFalse();
		this.application.awaitEvent("close transport error");
		client.resumeReading();
		String packet = client.receive();
		while (packet != null) {
			assertThat(packet).hasSize(1 + LARGE.length());
			packet = client.receive();
		}
	}

	// WebSocket

	@ParameterizedTest
	@MethodSource("webSockets")
	void takesMessagesUpToTheLimit(Carrier carrier) throws IOException {
		this.application = RecordingHandler.echo();
		Carrier.Client client = connect(carrier);
		client.send("4" + "x".repeat(MAX_PAYLOAD - 1));
		assertThat(client.receive()).hasSize(MAX_PAYLOAD);
		raw(client).send(new byte[MAX_PAYLOAD]);
		assertThat(client.receive()).startsWith("bAAAA");
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void refusesALargerText(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		offer(carrier, () -> client.send("4" + "x".repeat(MAX_PAYLOAD)));
		assertRefused(carrier, client, 1009);
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void refusesLargerData(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		offer(carrier, () -> raw(client).send(new byte[MAX_PAYLOAD + 1]));
		assertRefused(carrier, client, 1009);
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void refusesALargerMessageInFragments(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		offer(carrier, () -> {
			raw(client).frame(Wire.FIRST_OF_BINARY, new byte[MAX_PAYLOAD / 2]);
			raw(client).frame(Wire.MIDDLE, new byte[MAX_PAYLOAD / 2]);
			raw(client).frame(Wire.LAST, new byte[1]);
		});
		assertRefused(carrier, client, 1009);
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void joinsFragments(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		byte[] euro = "4€".getBytes(StandardCharsets.UTF_8);
		raw(client).frame(Wire.FIRST_OF_TEXT, new byte[] { euro[0], euro[1] });
		raw(client).frame(Wire.PING, new byte[] { 'p' });
		raw(client).frame(Wire.LAST, new byte[] { euro[2], euro[3] });
		this.application.awaitEvent("message €");
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void refusesTextThatIsNotUtf8(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		raw(client).frame(Wire.TEXT, HexFormat.of().parseHex("34ff"));
		assertRefused(carrier, client, 1007);
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void refusesAContinuationOfNothing(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		raw(client).frame(Wire.LAST, new byte[1]);
		assertRefused(carrier, client, 1002);
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void answersACloseFrame(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		raw(client).closeNormally();
		assertThat(raw(client).closed()).succeedsWithin(Duration.ofSeconds(10)).isNotEqualTo(RawWebSocket.ABNORMAL);
		this.application.awaitEvent("close transport close");
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void answersACloseFrameWithoutAStatus(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		raw(client).frame(Wire.CLOSE, new byte[0]);
		assertThat(raw(client).closed()).succeedsWithin(Duration.ofSeconds(10)).isNotEqualTo(RawWebSocket.ABNORMAL);
		this.application.awaitEvent("close transport close");
	}

	@ParameterizedTest
	@MethodSource("webSockets")
	void closesWithACloseFrame(Carrier carrier) throws IOException {
		Carrier.Client client = connect(carrier);
		session().close();
		assertThat(raw(client).closed()).succeedsWithin(Duration.ofSeconds(10)).isIn(RawWebSocket.NO_STATUS, 1000);
	}

	@Test
	void isOpenUntilTheCloseFrameIsSent() throws IOException {
		CompletableFuture<EventExecutor> eventLoop = new CompletableFuture<>();
		this.application = RecordingHandler
			.of((session, message) -> eventLoop.complete(ThreadExecutorMap.currentExecutor()));
		Carrier.Client client = connect(Carrier.CHANNEL);
		client.send("4a");
		AtomicBoolean busy = new AtomicBoolean(true);
		AtomicInteger turns = new AtomicInteger();
		eventLoop.join().execute(() -> {
			// Neither blocks nor yields, which other tests watch for.
			while (busy.get()) {
				turns.incrementAndGet();
			}
		});
		try {
			await().until(() -> turns.get() > 0);
			session().close();
			assertThat(this.engine.sessionCount()).isOne();
		}
		finally {
			busy.set(false);
		}
		assertThat(raw(client).closed()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(RawWebSocket.NO_STATUS);
		this.application.awaitEvent("close forced close");
	}

	private static void offer(Carrier carrier, ThrowingCallable message) {
		Throwable refused = catchThrowable(message);
		if (refused != null) {
			// Other servers may close the connection in the middle of it.
			assertThat(carrier).isNotEqualTo(Carrier.CHANNEL);
		}
	}

	private void assertRefused(Carrier carrier, Carrier.Client client, int status) {
		assertThat(raw(client).closed()).succeedsWithin(Duration.ofSeconds(10))
			.isIn(status, (carrier != Carrier.CHANNEL) ? RawWebSocket.ABNORMAL : status);
		await().untilAsserted(() -> assertThat(this.application.log()).last().asString().startsWith("close"));
		// WebFlux's own sessions do not always report that the server refused a frame:
		// never with Reactor Netty, and not with others if a write fails in the meantime.
		assertThat(this.application.log()).last()
			.isIn("close transport error",
					(carrier != Carrier.CHANNEL) ? "close transport close" : "close transport error");
	}

	private static RawWebSocket raw(Carrier.Client client) {
		return ((Carrier.WebSocket) client).raw();
	}

	private EngineSession session() {
		return this.application.session();
	}

	private Carrier.Client connect(Carrier carrier) throws IOException {
		EngineOptions options = EngineOptions.builder().maxPayload(MAX_PAYLOAD).build();
		this.engine = new EngineServer(options, this.application, this.time,
				() -> "session" + this.ids.incrementAndGet());
		this.server = carrier.start(this.engine);
		return carrier.connect(this.server);
	}

}
