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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.TestProfile;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What logs must not contain at any level: ids with which a reader could act for a
 * client, and data from clients. Malformed packets and those in annotations are written
 * as text.
 */
class LogTests {

	private final Log log = new Log();

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start(Fixture.class,
				Map.of("socketio.allow-eio3", "true", "socketio.limits.rooms", "2"));
		this.log.watch();
	}

	@AfterEach
	void stop() {
		this.log.end();
		this.server.close();
	}

	@Test
	void showsTheBeginningOfSessionIds() throws Exception {
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		client.post(String.join(Packets.SEPARATOR, Packets.event(1, "nobody handles this"), Packets.event(2, "fail"),
				"42[\"lost"));
		awaitEnd(client);
		assertNotShown(client.sid());
		assertThat(this.log.lines).anyMatch((line) -> line.contains(client.sid().substring(0, 6) + "…"));
	}

	/** There the id of a socket is that of its session. */
	@Test
	void showsTheBeginningOfSocketIdsOfRevision3() throws Exception {
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/", 3, "");
		for (String packet : List.of("40/other", Packets.event(1, "nobody handles this"), Packets.event(2, "fail"),
				Packets.event(3, "register", Packets.json("{\"name\":\"\"}")),
				Packets.in("/other", Packets.event(4, "fail")), "42[\"lost")) {
			client.post(packet.length() + ":" + packet);
		}
		awaitEnd(client);
		assertNotShown(client.sid());
		assertThat(this.log.lines).anyMatch((line) -> line.contains(client.sid().substring(0, 6) + "…"));
	}

	@Test
	void showsTheBeginningOfIdsThatAreNotHere() throws Exception {
		String sid = "lv_VI97HAXpY6yYWAAAB";
		assertThat(PollingClient
			.await(RawHttp.send(this.server.port(), "GET", "/socket.io/?EIO=4&transport=polling&sid=" + sid, Map.of(),
					new byte[0]))
			.status()).isEqualTo(400);
		assertNotShown(sid);
		assertThat(this.log.lines).anyMatch((line) -> line.contains("\"lv_VI9…\""));
	}

	@Test
	void saysInOneLineWhatIsNotValid() {
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		client.post(Packets.event(1, "register", Packets.json("{\"name\":\"\",\"mail\":\"secret\\nvalue\"}")));
		assertThat(client.awaitPoll().text()).startsWith(Packets.acknowledged(1) + "{");
		assertThat(this.log.lines).filteredOn((line) -> line.contains("'register'"))
			.singleElement()
			.asString()
			.contains("mail", "name")
			.doesNotContain("secret", "\n");
	}

	@Test
	void saysInOneLineThatASocketIsInTooManyRooms() {
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		client.post(Packets.event(1, "join", 3));
		assertThat(client.awaitPoll().text()).startsWith(Packets.acknowledged(1) + "{");
		assertThat(this.log.events).filteredOn((event) -> event.getFormattedMessage().contains("'join'"))
			.singleElement()
			.satisfies((event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
				assertThat(event.getThrowableProxy()).isNull();
				assertThat(event.getFormattedMessage()).contains("'socketio.limits.rooms' is 2");
			});
	}

	static Stream<String> broken() {
		return Stream
			.of("423[\"a\\nERROR forged\"]", "42[\"a\nERROR forged\"]", "4\nERROR forged", "40/room-a\nERROR forged,",
					"423[\"refuse\",\"a\\nERROR forged\"]")
			.limit(TestProfile.choose(2, 100));
	}

	@ParameterizedTest
	@MethodSource("broken")
	void logsInOneLineWhatHasLineBreaks(String packet) {
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		client.poll();
		client.post(packet);
		await().until(() -> this.log.lines.stream().anyMatch((line) -> line.contains("forged"))
				|| this.server.bean(SocketIOServer.class).statistics().connections() == 0);
		assertThat(this.log.lines).noneMatch((line) -> line.contains("\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "42%d[\"fail\"]", "40/failing,", "42/listening,%d[\"fail\"]", "42/catching,%d[\"any\"]" })
	void showsOneStackTraceOfManyErrorsThatAClientCauses(String packet) {
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		client.post(Packets.connect("/listening"));
		assertThat(client.awaitPoll().text()).startsWith(Packets.connected("/listening"));
		client.post(Packets.connect("/catching"));
		assertThat(client.awaitPoll().text()).startsWith(Packets.connected("/catching"));
		this.log.events.clear();
		for (int i = 0; i < 20; i++) {
			client.post(packet.formatted(i));
			if (!packet.contains("any")) {
				client.awaitPoll();
			}
		}
		await().until(() -> this.log.events.stream().filter((event) -> isOfTheFailure(event)).count() == 20);
		assertThat(this.log.events).filteredOn((event) -> event.getThrowableProxy() != null).hasSize(1);
		assertThat(this.log.events).filteredOn((event) -> event.getLevel() != Level.DEBUG)
			.singleElement()
			.satisfies((event) -> assertThat(event.getThrowableProxy()).isNotNull());
	}

	private static boolean isOfTheFailure(ILoggingEvent event) {
		return event.getThrowableProxy() != null
				|| event.getFormattedMessage().contains(IllegalStateException.class.getName());
	}

	static Stream<String> refused() {
		return Stream
			.of("451-[\"fail\",{\"_placeholder\":true,\"num\":\"secret\"}]\u001ebAAAA", "42[\"fail\",secret]", "secret",
					"4secret", "44/secret,{\"message\":\"secret\"}", "42secret[\"fail\"]", "421[\"add\",\"secret\"]",
					"40/other,{\"name\":\"secret\"", "45secret-[\"fail\"]")
			.limit(TestProfile.choose(3, 100));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void quotesNothingThatItRefused(String packets) {
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		client.post(packets);
		client.awaitPoll();
		assertThat(this.log.lines).isNotEmpty()
			.noneMatch((line) -> line.contains(" secret") || line.contains("\"secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=4&transport=my+secret", "EIO=my+secret&transport=polling" })
	void quotesNothingOfARequestThatIsNoWord(String query) throws Exception {
		PollingClient.await(RawHttp.send(this.server.port(), "GET", "/socket.io/?" + query, Map.of(), new byte[0]));
		assertThat(this.log.lines).isNotEmpty().noneMatch((line) -> line.contains("secret"));
	}

	private void assertNotShown(String id) {
		assertThat(this.log.lines).isNotEmpty().noneMatch((line) -> line.contains(id));
	}

	/**
	 * The client is informed by the answer to a poll.
	 * @param client the client
	 */
	private void awaitEnd(PollingClient client) {
		RawHttp.Response answer = client.awaitPoll();
		while (answer.status() == 200) {
			answer = client.awaitPoll();
		}
		await().until(() -> this.server.bean(SocketIOServer.class).statistics().connections() == 0);
	}

	/**
	 * The log of this server, including the messages of exceptions.
	 */
	private static final class Log extends AppenderBase<ILoggingEvent> {

		/** Other tests want to see less of them. */
		private final Map<Logger, Level> levels = new LinkedHashMap<>();

		private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

		private final List<String> lines = new CopyOnWriteArrayList<>();

		void watch() {
			start();
			for (String name : List.of("io.github.socketiospring", EngineWebHandler.class.getName())) {
				Logger logger = (Logger) LoggerFactory.getLogger(name);
				this.levels.put(logger, logger.getLevel());
				logger.setLevel(Level.DEBUG);
			}
			own().setAdditive(false);
			own().addAppender(this);
		}

		private Logger own() {
			return this.levels.keySet().iterator().next();
		}

		void end() {
			own().detachAppender(this);
			own().setAdditive(true);
			this.levels.forEach(Logger::setLevel);
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.events.add(event);
			this.lines.add(event.getFormattedMessage());
			if (event.getThrowableProxy() != null) {
				this.lines.add(String.valueOf(event.getThrowableProxy().getMessage()));
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		Root root() {
			return new Root();
		}

		@Bean
		Refusing refusing() {
			return new Refusing();
		}

		@Bean
		Failing failing() {
			return new Failing();
		}

		@Bean
		SocketIOConfigurer listening() {
			return (io) -> {
				io.of("/listening").onConnection((socket) -> socket.on("fail", (event, ack) -> {
					throw new IllegalStateException("failed on purpose");
				}));
				io.of("/catching").onConnection((socket) -> socket.onAny((event, arguments) -> {
					throw new IllegalStateException("failed on purpose");
				}));
			};
		}

		@Bean
		Other other() {
			return new Other();
		}

	}

	@SocketNamespace
	static class Root {

		@OnEvent("fail")
		void fail(SocketIOSocket socket) {
			throw new IllegalStateException("failed on purpose");
		}

		@OnEvent("add")
		int add(int number) {
			return number + 1;
		}

		@OnEvent("join")
		void join(SocketIOSocket socket, int rooms) {
			IntStream.range(0, rooms).forEach((i) -> socket.join("room" + i));
		}

		@OnEvent("refuse")
		void refuse(String reason) {
			throw new BadEventException(reason);
		}

		@OnEvent("register")
		void register(@Valid Person person) {
		}

	}

	@SocketNamespace("/room-{name}")
	static class Refusing {

		@OnConnect
		void refuse(@NamespaceVariable String name) {
			throw new ConnectRefusedException("no room " + name);
		}

	}

	@SocketNamespace("/failing")
	static class Failing {

		@OnConnect
		void fail() {
			throw new IllegalStateException("failed on purpose");
		}

	}

	@SocketNamespace("/other")
	static class Other {

		@OnEvent("fail")
		void fail(SocketIOSocket socket) {
			for (int i = 0; i < 2_000; i++) {
				socket.join("room-" + i);
			}
		}

	}

	record Person(@Size(min = 1) String name, @Email String mail) {
	}

}
