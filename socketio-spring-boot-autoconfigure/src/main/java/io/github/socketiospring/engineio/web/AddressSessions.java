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

/**
 * Limits the sessions of each address. A handshake takes a place, which is released when
 * its session ends. This class is a listener of the server and so learns of the end. An
 * address is kept only while places are taken. Thread-safe.
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
	 * Take a place for a handshake.
	 * @param address the address of the client
	 * @return {@code false} if the address has as many sessions as it may have, open or
	 * being opened
	 */
	boolean take(InetSocketAddress address) {
		if (this.counts.merge(AddressKey.of(address), 1, Integer::sum) <= this.limit) {
			return true;
		}
		giveBack(address);
		return false;
	}

	/**
	 * Release the place of a handshake that opened no session.
	 * @param address the address that took the place
	 */
	void giveBack(InetSocketAddress address) {
		this.counts.computeIfPresent(AddressKey.of(address), (key, count) -> (count > 1) ? count - 1 : null);
	}

	@Override
	public void onClose(EngineSession session, CloseReason reason) {
		InetSocketAddress address = session.handshake().remoteAddress();
		if (address != null) {
			giveBack(address);
		}
	}

}
