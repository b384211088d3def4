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
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineHandler;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that uses Engine.IO alone, at its own path and beside its controllers.
 */
class EngineApplicationTests {

	private static ReactiveWebServerApplicationContext context;

	private static int port;

	@BeforeAll
	static void start() {
		context = (ReactiveWebServerApplicationContext) new SpringApplicationBuilder(Application.class).run(
				"--server.address=127.0.0.1", "--server.port=0", "--spring.webflux.base-path=/app",
				"--spring.reactor.netty.shutdown-quiet-period=0s", "--spring.main.banner-mode=off");
		assertThat(context.getWebServer()).isInstanceOf(NettyWebServer.class);
		port = context.getWebServer().getPort();
	}

	@AfterAll
	static void stop() {
		context.getBean(EngineServer.class).terminateAll();
		context.close();
	}

	@Test
	void exchangesTextAndDataByPolling() {
		PollingClient client = PollingClient.open(port, "/app/raw");
		assertThat(client.handshake().headers()).containsEntry("x-node", "one");
		client.post("4hello" + Packets.SEPARATOR + "bAQID");
		assertThat(client.awaitPoll().text()).isEqualTo("4hello to curl" + Packets.SEPARATOR + "bAwIB");
	}

	@Test
	void exchangesTextAndDataByWebSocket() throws Exception {
		try (RawWebSocket webSocket = RawWebSocket.connect(port, "/app/raw/?EIO=4&transport=websocket&name=wget")) {
			assertThat(webSocket.receiveText()).contains("\"maxPayload\":100000");
			webSocket.send("4hello");
			webSocket.send(new byte[] { 1, 2, 3 });
			assertThat(webSocket.receiveText()).isEqualTo("4hello to wget");
			RawWebSocket.Message data = webSocket.receive(Duration.ofSeconds(10));
			assertThat(data).isNotNull();
			assertThat(data.bytes()).containsExactly(3, 2, 1);
		}
	}

	@Test
	void upgradesUnderTheBasePath() throws IOException {
		PollingClient client = PollingClient.open(port, "/app/raw/");
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.PROBE);
			assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			webSocket.send(Packets.UPGRADE);
			webSocket.send("4hello");
			assertThat(webSocket.receiveText()).isEqualTo("4hello to curl");
		}
	}

	@Test
	void leavesOtherPathsToControllers() throws IOException {
		assertThat(get("/app/hello").text()).isEqualTo("controller hello");
		assertThat(get("/app/raw/deeper").text()).isEqualTo("controller deeper");
		assertThat(get("/app/rawx").text()).isEqualTo("controller rawx");
		assertThat(get("/raw?EIO=4&transport=polling").status()).isEqualTo(404);
		assertThat(get("/app/none/at/all").status()).isEqualTo(404);
		assertThat(get("/app/raw?EIO=4&transport=polling").status()).isEqualTo(200);
	}

	@Test
	void leavesOtherWebSocketsToTheirHandlers() throws IOException {
		try (RawWebSocket webSocket = RawWebSocket.connect(port, "/app/websockets/echo")) {
			webSocket.send("hello");
			assertThat(webSocket.receiveText()).isEqualTo("echo of hello");
		}
	}

	@Test
	void leavesUpgradesThatNobodyTakesToTheApplication() throws IOException {
		assertThat(upgrade("/app/none/at/all").status()).isEqualTo(404);
		assertThat(upgrade("/app/raw/deeper").text()).isEqualTo("controller deeper");
	}

	@Test
	void leavesBodiesOfOtherRequestsToControllers() throws IOException {
		RawHttp.Response answer = PollingClient
			.await(RawHttp.send(port, "POST", "/app/raw/deeper?EIO=4&transport=polling&sid=unknown",
					Map.of("Accept", "text/plain", "Content-Type", "text/plain"), "4hello".getBytes()));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo("controller took 4hello");
	}

	private static RawHttp.Response upgrade(String target) throws IOException {
		return PollingClient
			.await(RawHttp.send(port, "GET", target,
					Map.of("Accept", "text/plain", "Connection", "Upgrade", "Upgrade", "websocket",
							"Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
					new byte[0]));
	}

	private static RawHttp.Response get(String target) throws IOException {
		return PollingClient.await(RawHttp.send(port, "GET", target, Map.of("Accept", "text/plain,*/*"), new byte[0]));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class,
			NettyReactiveWebServerAutoConfiguration.class, ErrorWebFluxAutoConfiguration.class,
			JacksonAutoConfiguration.class, CodecsAutoConfiguration.class })
	static class Application {

		@Bean
		EngineServer rawServer() {
			return new EngineServer(EngineOptions.builder().maxPayload(100_000).build(), new Greeter());
		}

		@Bean
		EngineHandlerMapping rawMapping(EngineServer server) {
			HandshakeInterceptor node = (handshake, headers) -> Mono.fromRunnable(() -> headers.set("X-Node", "one"));
			return new EngineHandlerMapping("/raw",
					new EngineWebHandler(server,
							new HandshakeWebSocketService(EngineUpgradeStrategies.forServerInUse(100_000)), null,
							List.of(node)));
		}

		@Bean
		SimpleUrlHandlerMapping otherWebSockets() {
			WebSocketHandler echo = (session) -> session
				.send(session.receive().map((message) -> session.textMessage("echo of " + message.getPayloadAsText())));
			return new SimpleUrlHandlerMapping(Map.of("/websockets/echo", echo), -1);
		}

		/**
		 * Spring would use Jetty, which is on the class path of the tests.
		 */
		@Bean
		WebFluxConfigurer webSocketsOnReactorNetty() {
			return new WebFluxConfigurer() {

				@Override
				public WebSocketService getWebSocketService() {
					return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
				}

			};
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@RestController
	static class Controller {

		@GetMapping({ "/{name}", "/raw/{name}" })
		String get(@PathVariable String name) {
			return "controller " + name;
		}

		@PostMapping("/raw/{name}")
		String post(@RequestBody String body) {
			return "controller took " + body;
		}

	}

	/**
	 * Echoes text and binary messages.
	 */
	static class Greeter implements EngineHandler {

		@Override
		public EngineSessionHandler onOpen(EngineSession session) {
			String name = session.handshake().query().getOrDefault("name", "curl");
			assertThat(session.handshake().headers().get("HOST")).singleElement().asString().startsWith("localhost:");
			assertThat(session.handshake().uri().getPath()).startsWith("/app/raw");
			return new EngineSessionHandler() {

				@Override
				public void onMessage(EngineMessage message) {
					session.send(message.isBinary() ? EngineMessage.binary(reversed(message.bytes()))
							: EngineMessage.text(message.asText() + " to " + name));
				}

				@Override
				public void onClose(CloseReason reason) {
				}

			};
		}

		private static byte[] reversed(byte[] bytes) {
			byte[] reversed = new byte[bytes.length];
			for (int i = 0; i < bytes.length; i++) {
				reversed[i] = bytes[bytes.length - 1 - i];
			}
			return reversed;
		}

	}

}
