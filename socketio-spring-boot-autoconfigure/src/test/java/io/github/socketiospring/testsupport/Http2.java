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

package io.github.socketiospring.testsupport;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;

/**
 * HTTP/2 on Reactor Netty. All requests of the clients share one connection. Their
 * WebSockets use HTTP/1.1 on separate connections, like those of browsers.
 */
public enum Http2 {

	/** In plain text, which the client assumes that the server knows. */
	PLAIN_TEXT {

		@Override
		HttpServer configure(HttpServer server) {
			return server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C);
		}

		@Override
		HttpClient configure(HttpClient client, int port) {
			return client.protocol(HttpProtocol.H2C).baseUrl("http://localhost:" + port);
		}

		@Override
		RawConnection connect(int port) throws IOException {
			return new RawConnection(port);
		}

	},

	/** By TLS, where both ends agree on the protocol. */
	TLS {

		@Override
		HttpServer configure(HttpServer server) {
			GenericSslContextSpec<?> own = Http2SslContextSpec.forServer(TestCertificate.keys());
			return server.secure((spec) -> spec.sslContext(own)).protocol(HttpProtocol.HTTP11, HttpProtocol.H2);
		}

		@Override
		HttpClient configure(HttpClient client, int port) {
			GenericSslContextSpec<?> trusting = Http2SslContextSpec.forClient()
				.configure((builder) -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE));
			return client.secure((spec) -> spec.sslContext(trusting))
				.protocol(HttpProtocol.H2)
				.baseUrl("https://localhost:" + port);
		}

		@Override
		RawConnection connect(int port) throws IOException {
			return RawConnection.secure(port);
		}

	};

	/** Of the clients alone, since a test may block an event loop of the server. */
	private static final LoopResources loops = LoopResources.create("http2-client", 1, true);

	abstract HttpServer configure(HttpServer server);

	abstract HttpClient configure(HttpClient client, int port);

	abstract RawConnection connect(int port) throws IOException;

	TestWebServer.Running run(HttpHandler handler) {
		DisposableServer server = configure(HttpServer.create()).port(0)
			.host("localhost")
			.handle(new ReactorHttpHandlerAdapter(handler))
			.bindNow();
		return new TestWebServer.Running(server.port(), server::disposeNow);
	}

	ClientConnections connections(int port) {
		return new Connections(this, port);
	}

	/**
	 * The connections to one server.
	 */
	private static final class Connections implements ClientConnections {

		private static final Duration PATIENCE = Duration.ofSeconds(30);

		private final ConnectionProvider pool = ConnectionProvider.builder("http2")
			.maxConnections(1)
			.pendingAcquireMaxCount(-1)
			.build();

		private final Http2 http;

		private final int port;

		private final HttpClient client;

		Connections(Http2 http, int port) {
			this.http = http;
			this.port = port;
			// A request that is repeated would be another one for the server.
			this.client = http.configure(HttpClient.create(this.pool).runOn(loops).disableRetry(true), port);
		}

		@Override
		public PendingRequest send(String method, String target, Map<String, String> headers, byte[] body) {
			HttpClient.RequestSender request = this.client
				.headers((all) -> headers.forEach((name, value) -> all.set(name.toLowerCase(Locale.ROOT), value)))
				.request(HttpMethod.valueOf(method))
				.uri(target);
			HttpClient.ResponseReceiver<?> complete = (body.length > 0)
					? request.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body))) : request;
			return new Http2Request(complete.responseSingle((head,
					content) -> content.asByteArray().defaultIfEmpty(new byte[0]).map((bytes) -> response(head, bytes)))
				.toFuture());
		}

		private static RawHttp.Response response(HttpClientResponse head, byte[] body) {
			if (head.version().majorVersion() != 2) {
				throw new IllegalStateException("Not HTTP/2: " + head.version());
			}
			Map<String, String> headers = new HashMap<>();
			head.responseHeaders()
				.forEach((header) -> headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(),
						(a, b) -> a + ", " + b));
			return new RawHttp.Response(head.status().code(), headers, body);
		}

		@Override
		public RawWebSocket webSocket(String target) throws IOException {
			return RawWebSocket.connect(this.http.connect(this.port), target, Map.of());
		}

		@Override
		public void close() {
			this.pool.disposeLater().block(PATIENCE);
		}

	}

	/**
	 * A request on its own stream. Closing it resets the stream.
	 *
	 * @param response the response
	 */
	private record Http2Request(CompletableFuture<RawHttp.Response> response) implements PendingRequest {

		@Override
		public void close() {
			this.response.cancel(true);
		}

	}

}
