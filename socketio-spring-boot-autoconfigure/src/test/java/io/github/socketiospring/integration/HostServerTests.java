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

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.github.socketiospring.engineio.web.EngineMiddleware;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The features of the web server that the Socket.IO server uses.
 */
class HostServerTests {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Test
	void keepsTheConnectionBetweenPolls() throws Exception {
		try (TestServer server = TestServer.start(Recorder.class, Map.of())) {
			connectByPolling(this.client, "http://127.0.0.1:" + server.port());
			Set<InetSocketAddress> connections = server.bean(Recorder.class).connections;
			assertThat(connections).hasSize(1);
		}
	}

	@Test
	void servesOverHttp2() throws Exception {
		try (TestServer server = TestServer.start(Recorder.class, Map.of("server.http2.enabled", "true"))) {
			HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
			String address = "http://127.0.0.1:" + server.port();
			assertThat(connectByPolling(http2, address)).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(connectByWebSocket(this.client, server.port(), "ws", Map.of())).startsWith("0{");
		}
	}

	@Test
	void servesOverTls(@TempDir Path directory) throws Exception {
		Map<String, String> properties = TestCertificate.create(directory);
		try (TestServer server = TestServer.start(Recorder.class, properties)) {
			HttpClient trusting = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.sslContext(trustingContext())
				.build();
			connectByPolling(trusting, "https://localhost:" + server.port());
			assertThat(server.bean(Recorder.class).next().isSecure()).isTrue();
			String open = connectByWebSocket(trusting, server.port(), "wss",
					Map.of("Origin", "https://localhost:" + server.port()));
			assertThat(open).startsWith("0{");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void knowsTheClientBehindAProxyThatIsTrusted(String strategy) throws Exception {
		try (TestServer server = TestServer.start(Recorder.class,
				Map.of("server.forward-headers-strategy", strategy))) {
			connectByPolling(this.client, "http://127.0.0.1:" + server.port(), "X-Forwarded-For", "203.0.113.7",
					"X-Forwarded-Proto", "https", "X-Forwarded-Host", "chat.example", "Origin", "https://chat.example");
			Handshake handshake = server.bean(Recorder.class).next();
			assertThat(handshake.remoteAddress()).isNotNull();
			assertThat(handshake.remoteAddress().getHostString()).isEqualTo("203.0.113.7");
			assertThat(handshake.isSecure()).isTrue();
			assertThat(handshake.isCrossDomain()).isTrue();
		}
	}

	@Test
	void takesLongTokensIfTheHostDoes() throws Exception {
		String token = "x".repeat(9000);
		try (TestServer server = TestServer.start(Recorder.class, Map.of())) {
			String address = "http://127.0.0.1:" + server.port();
			assertThat(handshake(address, "Cookie", "token=" + token).statusCode()).isBetween(400, 499);
			assertThat(handshakeWithQuery(address, token).statusCode()).isBetween(400, 499);
		}
		try (TestServer server = TestServer.start(Recorder.class, Map.of("server.netty.max-initial-line-length", "16KB",
				"server.max-http-request-header-size", "16KB"))) {
			String address = "http://127.0.0.1:" + server.port();
			assertThat(handshake(address, "Cookie", "token=" + token).statusCode()).isEqualTo(200);
			assertThat(handshakeWithQuery(address, token).statusCode()).isEqualTo(200);
		}
	}

	private HttpResponse<String> handshakeWithQuery(String address, String token) throws Exception {
		URI uri = URI.create(address + "/socket.io/?EIO=4&transport=polling&token=" + token);
		return this.client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void believesNoForwardedAddressByDefault() throws Exception {
		try (TestServer server = TestServer.start(Recorder.class, Map.of())) {
			connectByPolling(this.client, "http://127.0.0.1:" + server.port(), "X-Forwarded-For", "203.0.113.7");
			Handshake handshake = server.bean(Recorder.class).next();
			assertThat(handshake.remoteAddress().getHostString()).isEqualTo("127.0.0.1");
			assertThat(handshake.isSecure()).isFalse();
		}
	}

	@Test
	void admitsItsOwnOriginAlone() throws Exception {
		try (TestServer server = TestServer.start(Recorder.class, Map.of())) {
			String address = "http://127.0.0.1:" + server.port();
			assertThat(handshake(address, "Origin", address).statusCode()).isEqualTo(200);
			assertThat(handshake(address, "Origin", "https://elsewhere.example").statusCode()).isEqualTo(403);
			assertThat(connectByWebSocket(this.client, server.port(), "ws",
					Map.of("Origin", "http://localhost:" + server.port())))
				.startsWith("0{");
			assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connectByWebSocket(this.client,
					server.port(), "ws", Map.of("Origin", "https://elsewhere.example")));
		}
	}

	@Test
	void admitsOriginsThatAreConfigured() throws Exception {
		Map<String, String> properties = Map.of("socketio.cors.allowed-origins", "https://app.example",
				"socketio.cors.allow-credentials", "true");
		try (TestServer server = TestServer.start(Recorder.class, properties)) {
			String address = "http://127.0.0.1:" + server.port();
			HttpResponse<String> admitted = handshake(address, "Origin", "https://app.example");
			assertThat(admitted.statusCode()).isEqualTo(200);
			assertThat(admitted.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://app.example");
			assertThat(admitted.headers().firstValue("Access-Control-Allow-Credentials")).hasValue("true");
			assertThat(handshake(address, "Origin", "https://elsewhere.example").statusCode()).isEqualTo(403);
			HttpResponse<String> preflight = this.client.send(request(address + "/socket.io/?EIO=4&transport=polling")
				.method("OPTIONS", HttpRequest.BodyPublishers.noBody())
				.headers("Origin", "https://app.example", "Access-Control-Request-Method", "POST")
				.build(), HttpResponse.BodyHandlers.ofString());
			assertThat(preflight.statusCode()).isEqualTo(200);
			assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET,POST");
			assertThat(connectByWebSocket(this.client, server.port(), "ws", Map.of("Origin", "https://app.example")))
				.startsWith("0{");
			assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connectByWebSocket(this.client,
					server.port(), "ws", Map.of("Origin", "https://elsewhere.example")));
		}
	}

	private HttpResponse<String> handshake(String address, String... headers) throws Exception {
		return this.client.send(request(address + "/socket.io/?EIO=4&transport=polling").headers(headers).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Open a session and connect to the root namespace.
	 * @return the version of HTTP that was spoken at last
	 */
	private static HttpClient.Version connectByPolling(HttpClient client, String address, String... headers)
			throws Exception {
		String target = address + "/socket.io/?EIO=4&transport=polling";
		HttpRequest.Builder open = request(target);
		if (headers.length > 0) {
			open.headers(headers);
		}
		HttpResponse<String> opened = client.send(open.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(opened.body()).startsWith("0{");
		target += "&sid=" + Packets.sid(opened.body());
		HttpResponse<String> posted = client.send(
				request(target).POST(HttpRequest.BodyPublishers.ofString(Packets.CONNECT)).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(posted.body()).isEqualTo("ok");
		HttpResponse<String> polled = client.send(request(target).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(polled.body()).startsWith(Packets.CONNECTED);
		return polled.version();
	}

	private static HttpRequest.Builder request(String target) {
		return HttpRequest.newBuilder(URI.create(target));
	}

	/**
	 * Open a session.
	 * @return its first packet
	 */
	private static String connectByWebSocket(HttpClient client, int port, String scheme, Map<String, String> headers)
			throws Exception {
		CompletableFuture<String> first = new CompletableFuture<>();
		WebSocket.Builder builder = client.newWebSocketBuilder();
		headers.forEach(builder::header);
		WebSocket socket = builder
			.buildAsync(URI.create(scheme + "://localhost:" + port + "/socket.io/?EIO=4&transport=websocket"),
					new WebSocket.Listener() {

						@Override
						public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
							first.complete(data.toString());
							return CompletableFuture.completedStage(null);
						}

					})
			.join();
		try {
			return first.get(10, TimeUnit.SECONDS);
		}
		finally {
			socket.abort();
		}
	}

	private static SSLContext trustingContext() throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { new TrustEverybody() }, new SecureRandom());
		return context;
	}

	/**
	 * Accepts the server without checking its certificate.
	 */
	private static final class TrustEverybody implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Recorder {

		private final BlockingQueue<Handshake> handshakes = new LinkedBlockingQueue<>();

		private final Set<InetSocketAddress> connections = new HashSet<>();

		@Bean
		SocketIOConfigurer recordHandshakes() {
			return (io) -> io.onConnection((socket) -> this.handshakes.add(socket.handshake()));
		}

		@Bean
		EngineMiddleware recordConnections() {
			return (exchange, chain) -> {
				synchronized (this.connections) {
					this.connections.add(exchange.getRequest().getRemoteAddress());
				}
				return chain.filter(exchange);
			};
		}

		Handshake next() throws InterruptedException {
			Handshake handshake = this.handshakes.poll(10, TimeUnit.SECONDS);
			assertThat(handshake).isNotNull();
			return handshake;
		}

	}

}
