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

package io.github.socketiospring.engineio.web;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineSession;
import org.jspecify.annotations.Nullable;

/**
 * Limits the open sessions of each address, which it counts as a listener of the server.
 * It keeps an address only while it has sessions. Thread-safe.
 */
final class AddressSessions implements EngineListener {

	private final int limit;

	private final Map<Object, Integer> counts = new ConcurrentHashMap<>();

	/**
	 * Create a counter without sessions.
	 * @param limit how many sessions an address may have
	 */
	AddressSessions(int limit) {
		this.limit = limit;
	}

	/**
	 * Check a handshake.
	 * @param address the address of the client
	 * @return {@code true} if the address may have one more session
	 */
	boolean admits(InetSocketAddress address) {
		return this.counts.getOrDefault(AddressKey.of(address), 0) < this.limit;
	}

	@Override
	public void onOpen(EngineSession session) {
		InetSocketAddress address = address(session);
		if (address != null && this.counts.merge(AddressKey.of(address), 1, Integer::sum) > this.limit) {
			// Several handshakes were admitted at once when there was room for one.
			session.terminate();
		}
	}

	@Override
	public void onClose(EngineSession session, CloseReason reason) {
		InetSocketAddress address = address(session);
		if (address != null) {
			this.counts.computeIfPresent(AddressKey.of(address), (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

	private static @Nullable InetSocketAddress address(EngineSession session) {
		return session.handshake().remoteAddress();
	}

	int size() {
		return this.counts.size();
	}

}
