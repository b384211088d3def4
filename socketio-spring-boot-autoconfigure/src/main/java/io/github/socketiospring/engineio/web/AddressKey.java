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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Creates the keys by which connections are counted for each address. IPv6 addresses of
 * one /64 network share a key, because a subscriber usually gets such a network.
 */
final class AddressKey {

	private static final int NETWORK_BYTES = 8;

	private static final int MAX_NAME = 64;

	/** With or without brackets. */
	private static final Pattern IP_VERSION_6 = Pattern.compile("(?=.{2,47}$)\\[?[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]+]?");

	private AddressKey() {
	}

	/**
	 * Create a key of bounded size.
	 * @param address the address of a client
	 * @return the key, equal for addresses that count together
	 */
	static Object of(InetSocketAddress address) {
		InetAddress ip = address.getAddress();
		return (ip != null) ? of(ip) : of(address.getHostString());
	}

	private static Object of(InetAddress ip) {
		return (ip instanceof Inet6Address) ? ByteBuffer.wrap(ip.getAddress(), 0, NETWORK_BYTES) : ip;
	}

	/**
	 * Create a key from the value of a header, which may be anything.
	 * @param text the address as text
	 * @return the key, of bounded size
	 */
	private static Object of(String text) {
		if (IP_VERSION_6.matcher(text).matches()) {
			try {
				// Not a host name, so nothing is looked up.
				return of(InetAddress.getByName(text));
			}
			catch (UnknownHostException ex) {
				return text;
			}
		}
		return (text.length() > MAX_NAME) ? text.substring(0, MAX_NAME) : text;
	}

}
