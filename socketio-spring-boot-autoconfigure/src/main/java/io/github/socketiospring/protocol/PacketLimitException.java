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

/**
 * A client sent a packet that exceeds one of the {@link PacketLimits}.
 *
 * @since 0.1.0
 */
public class PacketLimitException extends PacketFormatException {

	private final PacketLimit limit;

	/**
	 * Create an exception.
	 * @param limit the limit that was exceeded
	 * @param message what was expected and what arrived
	 */
	public PacketLimitException(PacketLimit limit, String message) {
		super(message);
		this.limit = limit;
	}

	/**
	 * The limit that was exceeded.
	 * @return which limit it was, not its value
	 */
	public PacketLimit limit() {
		return this.limit;
	}

}
