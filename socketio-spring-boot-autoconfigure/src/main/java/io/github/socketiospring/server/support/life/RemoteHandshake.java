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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.support.outbound.WireFormat;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

/**
 * The handshake of a socket as an adapter describes it, without a principal and a
 * context, which its node does not send.
 *
 * @since 0.1.0
 */
public final class RemoteHandshake extends AbstractHandshake {

	private final HandshakeDetails details;

	/**
	 * Create a handshake.
	 * @param details the handshake as the node of the socket describes it
	 * @param format converts the {@code auth} payload
	 */
	public RemoteHandshake(HandshakeDetails details, WireFormat format) {
		super(format);
		this.details = details;
	}

	@Override
	public Map<String, List<String>> headers() {
		return this.details.headers();
	}

	@Override
	public @Nullable Principal principal() {
		return null;
	}

	@Override
	public Map<String, String> query() {
		Map<String, String> last = new LinkedHashMap<>();
		this.details.query().forEach((name, values) -> {
			if (!values.isEmpty()) {
				last.put(name, values.get(values.size() - 1));
			}
		});
		return last;
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
		return this.details.auth();
	}

	@Override
	Handshake withAuth(JsonNode auth, WireFormat format) {
		return new RemoteHandshake(this.details.withAuth(auth), format);
	}

	@Override
	public ContextView context() {
		return Context.empty();
	}

}
