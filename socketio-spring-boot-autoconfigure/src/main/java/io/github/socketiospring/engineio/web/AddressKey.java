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
 * What tells addresses apart that are to count on their own. Addresses of IPv6 count
 * together when they share a network of 64 bits, since that is what one subscriber gets.
 */
final class AddressKey {

	private static final int NETWORK_BYTES = 8;

	private static final int MAX_NAME = 64;

	/** In brackets or without. */
	private static final Pattern IP_VERSION_6 = Pattern.compile("(?=.{2,47}$)\\[?[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]+]?");

	private AddressKey() {
	}

	/**
	 * Make a key of bounded size.
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
	 * Make a key of what a header says, which may be anything.
	 * @param text the text of an address
	 * @return the key
	 */
	private static Object of(String text) {
		if (IP_VERSION_6.matcher(text).matches()) {
			try {
				// No name, which would be looked up.
				return of(InetAddress.getByName(text));
			}
			catch (UnknownHostException ex) {
				return text;
			}
		}
		return (text.length() > MAX_NAME) ? text.substring(0, MAX_NAME) : text;
	}

}
