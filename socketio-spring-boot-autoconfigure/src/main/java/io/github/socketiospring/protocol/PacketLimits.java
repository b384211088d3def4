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

package io.github.socketiospring.protocol;

import org.springframework.util.Assert;

/**
 * What a parser accepts of a client. More is a {@link PacketLimitException}.
 *
 * @param attachments how many attachments a packet may have, in both directions; official
 * clients break with more than 10
 * @param namespaceLength how long a namespace may be, in bytes
 * @param eventNameLength how long the name of an event may be, in characters
 * @param authSize how large the payload of CONNECT may be, in bytes; it is kept as long
 * as the socket
 * @param nestingDepth how deep arrays and objects may be nested in what a packet carries,
 * the list of its arguments counted as one level
 * @since 0.1.0
 */
public record PacketLimits(int attachments, int namespaceLength, int eventNameLength, int authSize, int nestingDepth) {

	/**
	 * Check the limits.
	 */
	public PacketLimits {
		Assert.isTrue(attachments >= 0, "attachments must not be negative");
		Assert.isTrue(namespaceLength > 0, "namespaceLength must be greater than zero");
		Assert.isTrue(eventNameLength > 0, "eventNameLength must be greater than zero");
		Assert.isTrue(authSize > 0, "authSize must be greater than zero");
		Assert.isTrue(nestingDepth > 0, "nestingDepth must be greater than zero");
	}

	/**
	 * The defaults.
	 * @return 10 attachments, 512 bytes, 256 characters, 64 KiB and 500 levels
	 */
	public static PacketLimits defaults() {
		return new PacketLimits(10, 512, 256, 64 * 1024, 500);
	}

}
