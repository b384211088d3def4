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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.ChannelUpgradeStrategy;
import io.github.socketiospring.engineio.web.EngineHandlerMapping;
import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.engineio.web.HandshakeInterceptor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.result.SimpleHandlerAdapter;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A WebFlux application that only has an Engine.IO server, on its own port.
 */
public final class EngineTestServer implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final AtomicLong requests = new AtomicLong();

	private final Set<Integer> clients = ConcurrentHashMap.newKeySet();

	private final TestWebServer.Running http;

	private final ClientConnections connections;

	private final EngineServer engine;

	private final LogGuard logGuard = new LogGuard();

	private EngineTestServer(Function<HttpHandler, TestWebServer.Running> webServer,
			IntFunction<ClientConnections> connections, String path, EngineWebHandler handler, WebFilter... filters) {
		this.engine = handler.server();
		this.engine.addListener(this.logGuard);
		this.logGuard.watch();
		this.context.registerBean("webHandler", DispatcherHandler.class);
		this.context.registerBean(SimpleHandlerAdapter.class);
		this.context.registerBean(EngineHandlerMapping.class, () -> new EngineHandlerMapping(path, handler));
		for (WebFilter filter : filters) {
			this.context.registerBean(WebFilter.class, () -> filter);
		}
		this.context.refresh();
		// Made here: the first one of all reads a file, which the thread of the first
		// request must not do.
		HttpHandler http = WebHttpHandlerBuilder.applicationContext(this.context)
			.codecConfigurer(ServerCodecConfigurer.create())
			.build();
		this.http = webServer.apply((request, response) -> counted(request, http.handle(request, response)));
		this.connections = connections.apply(this.http.port());
	}

	private EngineTestServer(TestWebServer webServer, String path, EngineWebHandler handler, WebFilter... filters) {
		this(webServer::run, ClientConnections::http1, path, handler, filters);
	}

	/**
	 * Start a server.
	 * @param path where to mount it
	 * @param engine the Engine.IO server
	 * @return the running server
	 */
	public static EngineTestServer start(String path, EngineServer engine) {
		return start(path, engine, new ChannelUpgradeStrategy(), null, List.of());
	}

	/**
	 * Start a server.
	 * @param path where to mount it
	 * @param engine the Engine.IO server
	 * @param strategy how WebSockets are made
	 * @param cors which origins may connect
	 * @param interceptors examine handshakes
	 * @return the running server
	 */
	public static EngineTestServer start(String path, EngineServer engine, RequestUpgradeStrategy strategy,
			@Nullable CorsConfiguration cors, List<HandshakeInterceptor> interceptors) {
		return new EngineTestServer(TestWebServer.REACTOR_NETTY, path,
				new EngineWebHandler(engine, new HandshakeWebSocketService(strategy), cors, interceptors));
	}

	/**
	 * Start a server.
	 * @param path where to mount it
	 * @param handler the door to the Engine.IO server
	 * @return the running server
	 */
	public static EngineTestServer start(String path, EngineWebHandler handler) {
		return new EngineTestServer(TestWebServer.REACTOR_NETTY, path, handler);
	}

	/**
	 * Start a server behind a filter.
	 * @param path where to mount it
	 * @param handler the door to the Engine.IO server
	 * @param filter handles requests before
	 * @return the running server
	 */
	public static EngineTestServer start(String path, EngineWebHandler handler, WebFilter filter) {
		return new EngineTestServer(TestWebServer.REACTOR_NETTY, path, handler, filter);
	}

	/**
	 * Start a server that {@link #connections()} lead to by HTTP/2.
	 * @param http by which kind of HTTP/2
	 * @param path where to mount it
	 * @param handler the door to the Engine.IO server
	 * @return the running server
	 */
	public static EngineTestServer start(Http2 http, String path, EngineWebHandler handler) {
		return new EngineTestServer(http::run, http::connections, path, handler);
	}

	/**
	 * Start a server of some kind.
	 * @param webServer what kind
	 * @param path where to mount it
	 * @param engine the Engine.IO server
	 * @param strategy how WebSockets are made
	 * @return the running server
	 */
	public static EngineTestServer start(TestWebServer webServer, String path, EngineServer engine,
			RequestUpgradeStrategy strategy) {
		return new EngineTestServer(webServer, path,
				new EngineWebHandler(engine, new HandshakeWebSocketService(strategy), null, List.of()));
	}

	/** Counts when the server holds the request or has answered it. */
	private Mono<Void> counted(ServerHttpRequest request, Mono<Void> handling) {
		InetSocketAddress client = request.getRemoteAddress();
		return Mono.from((subscriber) -> {
			handling.subscribe(subscriber);
			this.requests.incrementAndGet();
			if (client != null) {
				this.clients.add(client.getPort());
			}
		});
	}

	/**
	 * Wait until a request of one connection has reached the server. Unlike a count, it
	 * is not met by an earlier request whose answer was faster than its being counted.
	 * @param clientPort the local port of the client's connection
	 */
	public void awaitRequestFrom(int clientPort) {
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> this.clients.contains(clientPort));
	}

	/**
	 * Wait until so many requests have reached the server.
	 * @param count how many since it started
	 */
	public void awaitRequests(long count) {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> this.requests.get() >= count);
	}

	/**
	 * The connections of clients to this server.
	 * @return the connections
	 */
	public ClientConnections connections() {
		return this.connections;
	}

	/**
	 * The port on the loopback address.
	 * @return the port
	 */
	public int port() {
		return this.http.port();
	}

	/**
	 * Stop the server. Fails if it still holds memory for its clients, or if the log
	 * contains what it must not.
	 */
	@Override
	public void close() {
		this.engine.terminateAll();
		this.connections.close();
		this.http.stop().run();
		this.context.close();
		TestMemory.awaitNothingHeld(this.engine.memory());
		assertThat(this.logGuard.end()).as("lines that must not be logged").isEmpty();
	}

}
