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

package io.github.socketiospring.autoconfigure.admin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.socketiospring.autoconfigure.SocketIOProperties;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.EncodedResourceResolver;
import org.springframework.web.reactive.resource.PathResourceResolver;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The official page with all of its files, and a script with the address of this server.
 * A browser loads nothing else, and connects to no other server.
 */
class AdminPage implements WebHandler {

	private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

	private static final MediaType JAVASCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);

	private final SocketIOAdminProperties properties;

	private final SocketIOProperties server;

	private final ResourceWebHandler files = new ResourceWebHandler();

	AdminPage(SocketIOAdminProperties properties, SocketIOProperties server) {
		this.properties = properties;
		this.server = server;
		this.files.setLocations(List.of(new ClassPathResource("page/", AdminPage.class)));
		this.files.setResourceResolvers(List.of(new EncodedResourceResolver(), new PathResourceResolver()));
		this.files.setCacheControl(CacheControl.maxAge(Duration.ZERO).cachePublic());
		try {
			this.files.afterPropertiesSet();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The page of the Admin UI cannot be served", ex);
		}
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set("Content-Security-Policy", POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "no-referrer");
		String base = request.getPath().contextPath().value() + this.properties.path();
		String path = request.getPath().value();
		if (path.equals(base)) {
			return redirect(exchange.getResponse(), base + "/");
		}
		if (path.equals(base + "/server.js")) {
			return script(exchange);
		}
		if (path.equals(base + "/")) {
			exchange.getAttributes()
				.put(HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE, PathContainer.parsePath("index.html"));
		}
		// Files may be in an archive, which is read by blocking calls.
		return Mono.defer(() -> this.files.handle(exchange)).subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * The page's references are relative, so its path has to end with a slash.
	 * @param response the answer to the browser
	 * @param target where the page is
	 * @return completes when the response was sent
	 */
	private static Mono<Void> redirect(ServerHttpResponse response, String target) {
		response.setStatusCode(HttpStatus.FOUND);
		response.getHeaders().setLocation(URI.create(target));
		return response.setComplete();
	}

	/**
	 * Send a script with the settings that the page would otherwise request from its
	 * user.
	 * @param exchange the request for a file of the page
	 * @return completes when the response was sent
	 */
	private Mono<Void> script(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().contextPath().value() + this.server.path();
		String script = "localStorage.setItem(\"server_url\", location.origin);\n" + item("path", path)
				+ item("namespace", this.properties.namespace())
				+ item("parser", (this.server.parser() != SocketIOProperties.Parser.MSGPACK) ? "default" : "msgpack");
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().setContentType(JAVASCRIPT);
		response.getHeaders().setCacheControl(CacheControl.noCache());
		return response
			.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(script.getBytes(StandardCharsets.UTF_8))));
	}

	private static String item(String key, String value) {
		return "localStorage.setItem(\"" + key + "\", " + JsonMapper.shared().writeValueAsString(value) + ");\n";
	}

}
