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

package io.github.socketiospring.engineio;

/**
 * Why an {@link EngineSession} ended. The values are those of the reference
 * implementation, so that applications can compare {@link #value()} with what Node.js
 * servers and clients report.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#protocol">Engine.IO
 * protocol</a>
 */
public enum CloseReason {

	/** The peer closed the transport, by a close packet, a close frame or a TCP end. */
	TRANSPORT_CLOSE("transport close"),

	/** The transport broke, or the peer violated its rules. */
	TRANSPORT_ERROR("transport error"),

	/** The peer did not answer the heartbeat in time. */
	PING_TIMEOUT("ping timeout"),

	/** The peer sent something that is not an Engine.IO packet. */
	PARSE_ERROR("parse error"),

	/** This server closed the session. */
	FORCED_CLOSE("forced close");

	private final String value;

	CloseReason(String value) {
		this.value = value;
	}

	/**
	 * The name of the reason in the reference implementation, for example
	 * {@code ping timeout}.
	 * @return the reason's name
	 */
	public String value() {
		return this.value;
	}

}
