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

package io.github.socketiospring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the parser in {@code docs/parsers.md}.
 */
class VersionedPacketParserTests {

	private static final Path PAGE = Path.of("..", "docs", "parsers.md");

	private static final Path CODE = Path.of("src", "test", "java", "io", "github", "socketiospring", "docs",
			"VersionedPacketParser.java");

	@Test
	void isTheWireFormatOfAServer() throws Exception {
		SocketIOServer io = SocketIOServers.builder()
			.parser(new VersionedPacketParser(new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults())))
			.build();
		io.onConnection((socket) -> socket.on("hello", (arguments, ack) -> ack.send("world", new byte[] { 1 })));
		try (EngineTestServer server = EngineTestServer.start("/socket.io",
				new EngineServer(EngineOptions.defaults(), io));
				RawWebSocket client = RawWebSocket.connect(server.port())) {
			assertThat(client.receiveText()).startsWith("0{");
			client.send("4v1:0");
			assertThat(client.receiveText()).startsWith("4v1:0{");
			client.send("4v1:27[\"hello\"]");
			assertThat(client.receiveText()).isEqualTo("4v1:61-7[\"world\",{\"_placeholder\":true,\"num\":0}]");
			client.send(Packets.event("hello"));
			assertThat(client.closed()).succeedsWithin(Duration.ofSeconds(20));
		}
	}

	@Test
	void isWhatThePageShows() throws IOException {
		String code = Files.readString(CODE);
		String shown = code.substring(code.indexOf("/**\n * The default wire format"));
		assertThat(Files.readString(PAGE)).contains(shown.strip());
	}

	@RequiresTool({ "node", "npm" })
	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void isThatOfAClientThatIsConfiguredForIt(String transports) {
		SocketIOServer io = SocketIOServers.builder()
			.parser(new VersionedPacketParser(new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults())))
			.build();
		io.onConnection((socket) -> socket.on("echo", (arguments, ack) -> ack.send(arguments.get(0))));
		try (EngineTestServer server = EngineTestServer.start("/socket.io",
				new EngineServer(EngineOptions.defaults(), io));
				NodeScript script = NodeScript.start("parser.mjs", server.port(), "4", transports)) {
			assertThat(script.await("echo").toString()).isEqualTo("[{\"a\":1}]");
			assertThat(script.await("binary").toString()).isEqualTo("[\"0102\"]");
			script.awaitEnd();
		}
	}

	@Test
	void isUsedInPlaceOfTheOneOfTheProperty() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withUserConfiguration(ParserConfiguration.class)
			.run((context) -> assertThat(context).getBean(PacketParser.class)
				.isInstanceOf(VersionedPacketParser.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class ParserConfiguration {

		@Bean
		PacketParser packetParser(JsonMapper mapper) {
			return new VersionedPacketParser(new JsonPacketParser(mapper, PacketLimits.defaults()));
		}

	}

}
