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

package io.github.socketiospring.annotation.support;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.socketiospring.server.Handshake;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A handshake whose parts a test sets.
 */
class TestHandshake implements Handshake {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	final Map<String, String> query = new TreeMap<>();

	JsonNode auth = MAPPER.createObjectNode();

	Context context = Context.empty();

	@Override
	public Map<String, List<String>> headers() {
		return this.headers;
	}

	@Override
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null) ? values.get(0) : null;
	}

	@Override
	public Map<String, String> query() {
		return this.query;
	}

	@Override
	public String url() {
		return "/socket.io/?EIO=4&transport=websocket";
	}

	@Override
	public Instant time() {
		return Instant.EPOCH;
	}

	@Override
	public Instant issued() {
		return Instant.EPOCH;
	}

	@Override
	public @Nullable InetSocketAddress remoteAddress() {
		return null;
	}

	@Override
	public boolean isCrossDomain() {
		return false;
	}

	@Override
	public boolean isSecure() {
		return false;
	}

	@Override
	public JsonNode auth() {
		return this.auth;
	}

	@Override
	public <T> T auth(Class<T> type) {
		return MAPPER.treeToValue(this.auth, type);
	}

	@Override
	public Object auth(JavaType type) {
		return MAPPER.treeToValue(this.auth, type);
	}

	@Override
	public Handshake withAuth(JsonNode auth) {
		TestHandshake other = new TestHandshake();
		other.headers.putAll(this.headers);
		other.query.putAll(this.query);
		other.auth = auth;
		other.context = this.context;
		return other;
	}

	@Override
	public ContextView context() {
		return this.context;
	}

}
