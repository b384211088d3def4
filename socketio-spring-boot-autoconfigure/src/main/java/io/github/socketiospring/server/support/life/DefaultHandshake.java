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

package io.github.socketiospring.server.support.life;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.Handshake;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.util.CollectionUtils;

/**
 * The handshake of a socket of this node with its context, or of a socket of another
 * node.
 *
 * @since 0.1.0
 */
public final class DefaultHandshake implements Handshake {

	/** Without the payload, whose tree would be kept while the socket exists. */
	private final HandshakeDetails details;

	private final Supplier<JsonNode> auth;

	private final @Nullable Principal principal;

	private final ContextView context;

	private final JsonMapper mapper;

	private DefaultHandshake(HandshakeDetails details, Supplier<JsonNode> auth, @Nullable Principal principal,
			ContextView context, JsonMapper mapper) {
		this.details = details;
		this.auth = auth;
		this.principal = principal;
		this.context = context;
		this.mapper = mapper;
	}

	/**
	 * Create the handshake of a socket of another node.
	 * @param details the handshake as the other node describes it
	 * @param mapper converts the {@code auth} payload
	 * @return a handshake without context
	 */
	public static DefaultHandshake of(HandshakeDetails details, JsonMapper mapper) {
		return new DefaultHandshake(details, details::auth, null, Context.empty(), mapper);
	}

	/**
	 * Create the handshake of a socket of this node.
	 * @param engine the request that opened the connection
	 * @param auth parses the payload of CONNECT for each call
	 * @param mapper converts the payload
	 * @return a handshake that parses and converts the payload on demand
	 */
	public static DefaultHandshake of(EngineHandshake engine, Supplier<JsonNode> auth, JsonMapper mapper) {
		HandshakeDetails details = new HandshakeDetails(engine.url(), engine.headers(), engine.query(),
				engine.remoteAddress(), engine.headers().containsKey("Origin"), engine.secure(), engine.time(),
				Instant.now(), MissingNode.getInstance());
		return new DefaultHandshake(details, auth, engine.principal(), engine.context(), mapper);
	}

	HandshakeDetails details() {
		return this.details.withAuth(auth());
	}

	@Override
	public Map<String, List<String>> headers() {
		return this.details.headers();
	}

	@Override
	public @Nullable String header(String name) {
		return CollectionUtils.firstElement(this.details.headers().get(name));
	}

	@Override
	public @Nullable Principal principal() {
		return this.principal;
	}

	@Override
	public Map<String, String> query() {
		return this.details.query();
	}

	@Override
	public String url() {
		return this.details.url();
	}

	@Override
	public Instant time() {
		return this.details.time();
	}

	@Override
	public Instant issued() {
		return this.details.issued();
	}

	@Override
	public @Nullable InetSocketAddress remoteAddress() {
		return this.details.address();
	}

	@Override
	public boolean isCrossDomain() {
		return this.details.crossDomain();
	}

	@Override
	public boolean isSecure() {
		return this.details.secure();
	}

	@Override
	public JsonNode auth() {
		return this.auth.get();
	}

	@Override
	public <T> T auth(Class<T> type) {
		ReceivedValues.check(type);
		JsonNode payload = auth();
		return convert(() -> this.mapper.treeToValue(payload, type));
	}

	@Override
	public Object auth(JavaType type) {
		ReceivedValues.check(type);
		JsonNode payload = auth();
		return convert(() -> this.mapper.treeToValue(payload, type));
	}

	@Override
	public Handshake withAuth(JsonNode auth) {
		return new DefaultHandshake(this.details, () -> auth, this.principal, this.context, this.mapper);
	}

	private static <T> T convert(Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (RuntimeException ex) {
			throw new BadEventException("The auth payload has the wrong type", ex);
		}
	}

	@Override
	public ContextView context() {
		return this.context;
	}

}
