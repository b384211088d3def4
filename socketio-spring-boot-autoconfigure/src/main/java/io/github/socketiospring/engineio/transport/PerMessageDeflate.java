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

package io.github.socketiospring.engineio.transport;

import org.springframework.util.Assert;

/**
 * Compresses WebSocket messages (RFC 7692) for clients that offer it, on Reactor Netty.
 * It needs memory for each connection, and time; a message is never inflated beyond the
 * largest allowed size.
 *
 * @param threshold the number of bytes from which messages are compressed
 * @param serverNoContextTakeover whether clients may ask the server to compress each
 * message independently, for less memory and less compression
 * @param clientNoContextTakeover whether to ask clients to compress each message
 * independently
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692">RFC 7692, compression
 * extensions</a>
 */
public record PerMessageDeflate(int threshold, boolean serverNoContextTakeover, boolean clientNoContextTakeover) {

	/**
	 * Check the settings.
	 */
	public PerMessageDeflate {
		Assert.isTrue(threshold >= 0, "threshold must not be negative");
	}

	/**
	 * Create settings with a threshold.
	 * @param threshold the number of bytes from which messages are compressed
	 */
	public PerMessageDeflate(int threshold) {
		this(threshold, true, false);
	}

}
