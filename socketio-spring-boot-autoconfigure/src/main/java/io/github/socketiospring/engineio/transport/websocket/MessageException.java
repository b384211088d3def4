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

package io.github.socketiospring.engineio.transport.websocket;

import io.github.socketiospring.engineio.transport.Violation;

/**
 * A WebSocket message that cannot become a packet.
 */
final class MessageException extends RuntimeException {

	private final Kind kind;

	MessageException(Kind kind, String message) {
		super(message, null, false, false);
		this.kind = kind;
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * The reasons.
	 */
	enum Kind {

		/** Larger than allowed. */
		TOO_LARGE(1009, Violation.TOO_LARGE),

		/** Text that is not UTF-8. */
		NOT_UTF8(1007, Violation.NOT_UTF8),

		/** A violation of the WebSocket protocol. */
		PROTOCOL(1002, Violation.PROTOCOL),

		/** A valid message that is not an Engine.IO packet. */
		NO_PACKET(1005, Violation.PROTOCOL);

		private final int closeStatus;

		private final Violation violation;

		Kind(int closeStatus, Violation violation) {
			this.closeStatus = closeStatus;
			this.violation = violation;
		}

		/**
		 * The status of the close frame (RFC 6455, section 7.4.1).
		 * @return the status, 1005 for none
		 */
		int closeStatus() {
			return this.closeStatus;
		}

		Violation violation() {
			return this.violation;
		}

	}

}
