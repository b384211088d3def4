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

package io.github.socketiospring.benchmarks.server;

import java.io.IOException;
import java.util.Map;

import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.testsupport.process.ServerConsole;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Shows the cost of the stack below a WebFlux handler: the same as {@link BareServer},
 * but in a Spring Boot application with a handler mapping, like this project's endpoint.
 * Once a WebSocket is open, there is no difference.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = SocketIOAutoConfiguration.class)
public class BareWebFluxServer {

	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(BareWebFluxServer.class)
			.properties("server.port=0", "server.address=127.0.0.1", "logging.level.root=warn")
			.bannerMode(Banner.Mode.OFF)
			.run();
		ServerConsole.listening(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		ServerConsole.obey();
	}

	@Bean
	SimpleUrlHandlerMapping bareMapping() {
		return new SimpleUrlHandlerMapping(Map.of("/socket.io/", new Endpoint()), -2);
	}

	/**
	 * Answers the requests.
	 */
	private static final class Endpoint implements WebHandler {

		private final BareRoom room = new BareRoom();

		private final BarePolls polls = new BarePolls();

		@Override
		public Mono<Void> handle(ServerWebExchange exchange) {
			ServerHttpRequest request = exchange.getRequest();
			String uri = request.getURI().getRawQuery();
			if (request.getMethod() == HttpMethod.POST) {
				return DataBufferUtils.join(request.getBody()).flatMap((body) -> {
					this.polls.post(uri, NettyDataBufferFactory.toByteBuf(body));
					DataBufferUtils.release(body);
					return send(exchange.getResponse(), BarePolls.OK.duplicate());
				});
			}
			HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
			if (uri.contains("transport=websocket")) {
				return BareSocket.upgrade(response, this.room);
			}
			return this.polls.get(uri, response).flatMap((payload) -> send(exchange.getResponse(), payload));
		}

		private static Mono<Void> send(ServerHttpResponse response, ByteBuf payload) {
			response.getHeaders().set(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8");
			response.getHeaders().setContentLength(payload.readableBytes());
			return response.writeWith(Mono.just(((NettyDataBufferFactory) response.bufferFactory()).wrap(payload)));
		}

	}

}
