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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineStatistics;
import io.github.socketiospring.engineio.web.EngineMiddleware;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.TestCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufMono;
import reactor.netty.Connection;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Long-polling where all requests of a client share one HTTP/2 connection, in plain text
 * and by TLS.
 */
class Http2PollingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int MEGABYTE = 1024 * 1024;

	/** More than client and server buffer on the way. */
	private static final int ANSWER = 4;

	private static final Map<String, TestServer> servers = new HashMap<>();

	private final ConnectionProvider pool = ConnectionProvider.create("http2", 1);

	private TestServer server;

	private HttpClient client;

	private EngineSession session;

	@BeforeAll
	static void startServers(@TempDir Path directory) throws Exception {
		Map<String, String> properties = new HashMap<>(Map.of("server.http2.enabled", "true",
				"socketio.limits.outbound-size", (ANSWER + 1) + "MB", "logging.level.root", "off"));
		servers.put("h2c", TestServer.start(Requests.class, properties));
		properties.putAll(TestCertificate.create(directory));
		servers.put("h2", TestServer.start(Requests.class, properties));
	}

	@AfterAll
	static void stopServers() {
		servers.values().forEach(TestServer::close);
		servers.clear();
	}

	private void open(String protocol) {
		boolean secure = protocol.equals("h2");
		this.server = servers.get(protocol);
		this.server.bean(Requests.class).count.set(0);
		EngineServer engine = this.server.bean(EngineServer.class);
		Sinks.One<EngineSession> opened = Sinks.one();
		engine.addListener(new EngineListener() {
			@Override
			public void onOpen(EngineSession session) {
				opened.tryEmitValue(session);
			}
		});
		HttpClient common = HttpClient.create(this.pool)
			.http2Settings((settings) -> settings.initialWindowSize(65_535));
		Http2SslContextSpec trusting = Http2SslContextSpec.forClient()
			.configure((builder) -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE));
		this.client = secure
				? common.protocol(HttpProtocol.H2)
					.secure((spec) -> spec.sslContext((GenericSslContextSpec<?>) trusting))
					.baseUrl("https://127.0.0.1:" + this.server.port())
				: common.protocol(HttpProtocol.H2C).baseUrl("http://127.0.0.1:" + this.server.port());
		String handshake = this.client.get().uri(PollingProtocol.target("")).responseSingle((response, body) -> {
			assertThat(response.version().majorVersion()).isEqualTo(2);
			return body.asString();
		}).block(PATIENCE);
		this.session = opened.asMono().block(PATIENCE);
		assertThat(handshake).isNotNull();
		assertThat(Packets.sid(handshake)).isEqualTo(this.session.id());
	}

	@AfterEach
	void disconnect() {
		this.pool.disposeLater().block(PATIENCE);
		this.session.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2c", "h2" })
	void carriesPacketsBothWays(String protocol) {
		open(protocol);
		assertThat(post(Packets.CONNECT)).isEqualTo("ok");
		assertThat(poll()).startsWith(Packets.CONNECTED);
		for (int i = 0; i < 50; i++) {
			this.session.send(EngineMessage.text(String.valueOf(i)));
			assertThat(poll()).isEqualTo("4" + i);
		}
		String large = "x".repeat(ANSWER * MEGABYTE);
		this.session.send(EngineMessage.text(large));
		assertThat(poll()).isEqualTo("4" + large);
		assertThat(post(Packets.CLOSE)).isEqualTo("ok");
		assertThat(this.session.isOpen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2c", "h2" })
	void nextAnswerWaitsUntilTheLastWasTaken(String protocol) {
		open(protocol);
		UntakenAnswer first = new UntakenAnswer();
		Mono<String> second = this.client.get()
			.uri(target())
			.responseSingle((response, body) -> body.asString())
			.cache();
		Disposable polling = second.subscribe();
		awaitRequests(3);
		this.session.send(EngineMessage.text("next"));
		assertThat(this.session.queuedBytes()).isPositive();
		first.take();
		assertThat(second.block(PATIENCE)).isEqualTo("4next");
		polling.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2c", "h2" })
	void whatWaitsBehindAnUntakenAnswerCounts(String protocol) {
		open(protocol);
		EngineStatistics statistics = this.server.bean(EngineServer.class).statistics();
		long before = statistics.count(EngineCounter.OUTBOUND_OVERFLOW);
		UntakenAnswer first = new UntakenAnswer();
		Disposable second = this.client.get().uri(target()).response().subscribe();
		awaitRequests(3);
		for (int i = 0; i < ANSWER + 2; i++) {
			send(1);
		}
		await().until(() -> !this.session.isOpen());
		assertThat(statistics.count(EngineCounter.OUTBOUND_OVERFLOW)).isEqualTo(before + 1);
		first.leave();
		second.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2c", "h2" })
	void sessionEndsWhenAnAnswerIsBrokenOff(String protocol) {
		open(protocol);
		UntakenAnswer first = new UntakenAnswer();
		// The server waits until the client has read the rest.
		awaitRequests(2);
		first.leave();
		await().until(() -> !this.session.isOpen());
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2c", "h2" })
	void sessionEndsWhenTheConnectionIsClosed(String protocol) {
		open(protocol);
		UntakenAnswer first = new UntakenAnswer();
		awaitRequests(2);
		first.stream.channel().parent().close();
		await().until(() -> !this.session.isOpen());
	}

	private void awaitRequests(int count) {
		await().until(() -> this.server.bean(Requests.class).count.get() == count);
	}

	private void send(int megabytes) {
		this.session.send(EngineMessage.text(new byte[megabytes * MEGABYTE]));
	}

	private String target() {
		return PollingProtocol.target("&sid=" + this.session.id());
	}

	private String poll() {
		return this.client.get().uri(target()).responseSingle((response, body) -> body.asString()).block(PATIENCE);
	}

	private String post(String payload) {
		return this.client.post()
			.uri(target())
			.send(ByteBufMono.fromString(Mono.just(payload), StandardCharsets.UTF_8, ByteBufAllocator.DEFAULT))
			.responseSingle((response, body) -> body.asString())
			.block(PATIENCE);
	}

	/**
	 * A large answer to a poll, of which nothing but the head was read.
	 */
	private final class UntakenAnswer {

		private final Sinks.One<Connection> begun = Sinks.one();

		private final Sinks.Empty<Void> take = Sinks.empty();

		private final Sinks.One<Integer> taken = Sinks.one();

		private final Connection stream;

		UntakenAnswer() {
			Http2PollingTests.this.client.get().uri(target()).responseConnection((response, stream) -> {
				this.begun.tryEmitValue(stream);
				return this.take.asMono().then(stream.inbound().receive().aggregate().map(ByteBuf::readableBytes));
			}).subscribe(this.taken::tryEmitValue, this.taken::tryEmitError);
			send(ANSWER);
			this.stream = this.begun.asMono().block(PATIENCE);
		}

		void take() {
			this.take.tryEmitEmpty();
			assertThat(this.taken.asMono().block(PATIENCE)).isEqualTo(1 + ANSWER * MEGABYTE);
		}

		void leave() {
			this.stream.channel().close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Requests {

		/** The number of answers that were handed to their session. */
		private final AtomicInteger count = new AtomicInteger();

		@Bean
		EngineMiddleware countRequests() {
			return (exchange, chain) -> Mono.from((subscriber) -> {
				chain.filter(exchange).subscribe(subscriber);
				this.count.incrementAndGet();
			});
		}

	}

}
