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

package io.github.socketiospring.server;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.support.AcceptedLocale;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * The request that opened a socket's connection, and the {@code auth} payload of its
 * CONNECT.
 *
 * @since 0.1.0
 */
public interface Handshake {

	/**
	 * The request's headers.
	 * @return the values by name; names are case-insensitive
	 */
	Map<String, List<String>> headers();

	/**
	 * The first value of a request header.
	 * @param name the header's name
	 * @return the value or {@code null}
	 */
	@Nullable String header(String name);

	/**
	 * The principal that the handshake request authenticated.
	 * {@link SocketIOSocket#principal()} may be another, if CONNECT authenticated the
	 * client or its session was recovered.
	 * @return the principal of the request, {@code null} if it is not known
	 */
	default @Nullable Principal principal() {
		return null;
	}

	/**
	 * The language that the client prefers, by its {@code Accept-Language} header.
	 * @return the preferred locale, the system's if the client states none
	 */
	default Locale locale() {
		return AcceptedLocale.of(header("Accept-Language"));
	}

	/**
	 * The request's query parameters, {@code EIO} and {@code transport} included.
	 * @return the values by name; the last value of a repeated parameter
	 */
	Map<String, String> query();

	/**
	 * The request target.
	 * @return path and query
	 */
	String url();

	/**
	 * When the request arrived.
	 * @return by the clock of the node that accepted the request
	 */
	Instant time();

	/**
	 * When the client connected to this namespace.
	 * @return by the clock of this node
	 */
	Instant issued();

	/**
	 * The client's address; forwarded headers are used if they are trusted.
	 * @return the address or {@code null} if it is not known
	 */
	@Nullable InetSocketAddress remoteAddress();

	/**
	 * Whether the request carried an {@code Origin} header.
	 * @return whether it did
	 */
	boolean isCrossDomain();

	/**
	 * Whether the connection is encrypted.
	 * @return whether it came over TLS
	 */
	boolean isSecure();

	/**
	 * The client's {@code auth} payload. It is kept in its encoded form, and parsed by
	 * each call.
	 * @return a new tree, an empty object if there was no payload
	 */
	JsonNode auth();

	/**
	 * The client's {@code auth} payload, converted.
	 * @param <T> what the payload is converted to
	 * @param type what to convert to
	 * @return the converted payload
	 * @throws BadEventException if the payload does not fit the type
	 * @throws IllegalArgumentException if clients must not choose values of the type,
	 * such as files or classes
	 */
	<T> T auth(Class<T> type);

	/**
	 * The client's {@code auth} payload, converted.
	 * @param type what to convert to
	 * @return the converted payload
	 * @throws BadEventException if the payload does not fit the type
	 * @throws IllegalArgumentException if clients must not choose values of the type,
	 * such as files or classes
	 */
	Object auth(JavaType type);

	/**
	 * Return the same request with another payload. Code that reads the payload of
	 * CONNECT can then also read what a client presents later.
	 * @param auth the payload
	 * @return another handshake
	 */
	Handshake withAuth(JsonNode auth);

	/**
	 * The part of the request's Reactor context that is kept: the values of
	 * thread-locals, and those that a {@code HandshakeContextFilter} selected. It does
	 * not contain the client's identity, see {@link SocketIOSocket#context()}.
	 * @return an empty context if nothing is kept
	 */
	default ContextView context() {
		return Context.empty();
	}

}
