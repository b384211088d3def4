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

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.testsupport.TestCertificate;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that say who they are by a certificate.
 */
class MutualTlsTests {

	private static final char[] PASSWORD = TestCertificate.PASSWORD.toCharArray();

	@TempDir
	private static Path directory;

	private static TestServer server;

	@BeforeAll
	static void startServer() throws Exception {
		Map<String, String> properties = new HashMap<>(TestCertificate.create(directory));
		TestCertificate.createStore(directory, "ann");
		TestCertificate.createStore(directory, "jim");
		TestCertificate.createStore(directory, "eve");
		Path trusted = directory.resolve("trusted.p12");
		try (OutputStream output = Files.newOutputStream(trusted)) {
			trusting("ann", "jim", "eve").store(output, PASSWORD);
		}
		properties.putAll(Map.of("server.ssl.client-auth", "want", "server.ssl.trust-store", trusted.toUri().toString(),
				"server.ssl.trust-store-password", TestCertificate.PASSWORD, "server.ssl.trust-store-type", "PKCS12"));
		server = TestServer.start(Application.class, properties);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private static KeyStore store(String name) throws Exception {
		return KeyStore.getInstance(directory.resolve(name + ".p12").toFile(), PASSWORD);
	}

	private static KeyStore trusting(String... names) throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		for (String name : names) {
			KeyStore store = store(name);
			Certificate certificate = store.getCertificate(store.aliases().nextElement());
			trusted.setCertificateEntry(name, certificate);
		}
		return trusted;
	}

	@ParameterizedTest
	@CsvSource({ "polling,ann,ann", "websocket,ann,ann", "polling,eve,refused", "websocket,eve,refused",
			"polling,,refused", "websocket,,refused" })
	void certificateSaysWhoTheClientIs(String transport, @Nullable String name, String expected) throws Exception {
		assertThat(ask(transport, name, "who")).contains(expected);
	}

	@ParameterizedTest
	@CsvSource({ "polling,ann,done", "websocket,ann,done", "polling,jim,\"status\":403",
			"websocket,jim,\"status\":403" })
	void methodsAreGuardedForClientsWithACertificate(String transport, String name, String expected) throws Exception {
		assertThat(ask(transport, name, "remove")).contains(expected);
	}

	private static String ask(String transport, @Nullable String name, String event) throws Exception {
		OkHttpClient http = client(name);
		IO.Options options = IO.Options.builder()
			.setTransports(new String[] { transport })
			.setForceNew(true)
			.setReconnection(false)
			.build();
		options.callFactory = http;
		options.webSocketFactory = http;
		Socket socket = IO.socket(URI.create("https://localhost:" + server.port()), options);
		CompletableFuture<String> answer = new CompletableFuture<>();
		socket.on(Socket.EVENT_CONNECT_ERROR, (arguments) -> answer.complete("refused"));
		socket.on(Socket.EVENT_CONNECT, (arguments) -> socket.emit(event, new Object[0],
				(Ack) (reply) -> answer.complete(Arrays.toString(reply))));
		try {
			socket.connect();
			return answer.get(60, TimeUnit.SECONDS);
		}
		finally {
			socket.close();
			http.dispatcher().executorService().shutdown();
			http.connectionPool().evictAll();
		}
	}

	private static OkHttpClient client(@Nullable String name) throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusting("localhost"));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init((name != null) ? store(name) : trusting(), PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return new OkHttpClient.Builder()
			.sslSocketFactory(context.getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0])
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@EnableReactiveMethodSecurity
	@Import(Handlers.class)
	static class Application {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.x509(Customizer.withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann", "USER", "ADMIN"),
					BasicLogin.user("jim", "USER"));
		}

	}

	@SocketNamespace
	static class Handlers {

		@OnEvent("who")
		String who(Authentication authentication) {
			return authentication.getName();
		}

		@OnEvent("remove")
		@PreAuthorize("hasRole('ADMIN')")
		Mono<String> remove() {
			return Mono.just("done");
		}

	}

}
