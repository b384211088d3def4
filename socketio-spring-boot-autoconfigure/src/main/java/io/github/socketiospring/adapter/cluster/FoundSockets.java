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

package io.github.socketiospring.adapter.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.adapter.SocketDetails;

/**
 * The sockets in the answer to a query, up to the maximum size of a message. Not
 * thread-safe.
 */
final class FoundSockets {

	/** The names and the fixed parts of each socket take more bytes than these. */
	private static final int FIXED_SIZE = 100;

	/** Headers that answers may leave out. */
	private static final Set<String> CREDENTIALS = Set.of("cookie", "authorization", "proxy-authorization");

	private final List<SocketDetails> sockets = new ArrayList<>();

	private final long limit;

	private long size;

	/**
	 * Create an empty list.
	 * @param limit the maximum size of the answer in bytes
	 */
	FoundSockets(long limit) {
		this.limit = limit;
	}

	/**
	 * Add a socket, unless the answer is too large with it.
	 * @param socket matches the request
	 * @return {@code false} if the answer is certainly too large
	 */
	boolean add(SocketDetails socket) {
		this.size += leastSize(socket);
		if (isTooLarge()) {
			this.sockets.clear();
			return false;
		}
		this.sockets.add(socket);
		return true;
	}

	/**
	 * Whether the answer is certainly too large.
	 * @return {@code true} after {@link #add} returned {@code false}
	 */
	boolean isTooLarge() {
		return this.size > this.limit;
	}

	List<SocketDetails> sockets() {
		return this.sockets;
	}

	/**
	 * The size of a socket in a message, without its attributes, as far as known before
	 * it is written.
	 * @param socket a socket of this node
	 * @return a number of bytes that no format undercuts
	 */
	private static long leastSize(SocketDetails socket) {
		HandshakeDetails handshake = socket.handshake();
		long size = FIXED_SIZE + socket.id().length() + handshake.url().length() + length(socket.rooms());
		for (Map.Entry<String, List<String>> header : handshake.headers().entrySet()) {
			if (!CREDENTIALS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
				size += length(header.getValue());
			}
		}
		for (List<String> values : handshake.query().values()) {
			size += length(values);
		}
		return size;
	}

	private static long length(Collection<String> texts) {
		long length = 0;
		for (String text : texts) {
			length += text.length();
		}
		return length;
	}

}
