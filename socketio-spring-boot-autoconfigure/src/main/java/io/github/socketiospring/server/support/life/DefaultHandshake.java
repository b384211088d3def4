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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.support.QueryString;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

/**
 * The handshake of a socket of this node: a view of the request that opened the
 * connection, and the payload of CONNECT, which is parsed on demand. So a socket keeps
 * neither a copy of the request nor a tree of the payload.
 *
 * @since 0.1.0
 */
public final class DefaultHandshake extends AbstractHandshake {

	private final EngineHandshake engine;

	private final Instant issued;

	private final Supplier<JsonNode> auth;

	private DefaultHandshake(EngineHandshake engine, Instant issued, Supplier<JsonNode> auth, WireFormat format) {
		super(format);
		this.engine = engine;
		this.issued = issued;
		this.auth = auth;
	}

	/**
	 * Create the handshake of a socket whose CONNECT arrived now.
	 * @param engine the request that opened the connection
	 * @param auth parses the payload of CONNECT for each call
	 * @param format converts the payload
	 * @return a handshake that parses and converts the payload on demand
	 */
	public static DefaultHandshake of(EngineHandshake engine, Supplier<JsonNode> auth, WireFormat format) {
		return new DefaultHandshake(engine, Instant.now(), auth, format);
	}

	HandshakeDetails details() {
		return new HandshakeDetails(url(), headers(), allValues(), remoteAddress(), isCrossDomain(), isSecure(), time(),
				issued(), auth());
	}

	/**
	 * Read the query, of which {@link #query()} shows the last value of each parameter.
	 * @return all values of each parameter
	 */
	private Map<String, List<String>> allValues() {
		Map<String, List<String>> all = new LinkedHashMap<>();
		int mark = url().indexOf('?');
		if (mark >= 0) {
			QueryString.forEach(url().substring(mark + 1),
					(name, value) -> all.computeIfAbsent(name, (unused) -> new ArrayList<>(1)).add(value));
		}
		return all;
	}

	@Override
	public Map<String, List<String>> headers() {
		return this.engine.headers();
	}

	@Override
	public @Nullable Principal principal() {
		return this.engine.principal();
	}

	@Override
	public Map<String, String> query() {
		return this.engine.query();
	}

	@Override
	public String url() {
		return this.engine.url();
	}

	@Override
	public Instant time() {
		return this.engine.time();
	}

	@Override
	public Instant issued() {
		return this.issued;
	}

	@Override
	public @Nullable InetSocketAddress remoteAddress() {
		return this.engine.remoteAddress();
	}

	@Override
	public boolean isCrossDomain() {
		return this.engine.headers().containsKey("Origin");
	}

	@Override
	public boolean isSecure() {
		return this.engine.secure();
	}

	@Override
	public JsonNode auth() {
		return this.auth.get();
	}

	@Override
	Handshake withAuth(JsonNode auth, WireFormat format) {
		return new DefaultHandshake(this.engine, this.issued, () -> auth, format);
	}

	@Override
	public ContextView context() {
		return this.engine.context();
	}

}
