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

package io.github.socketiospring.server;

/**
 * The client disconnected before all events were sent.
 *
 * @since 0.1.0
 */
public class SocketDisconnectedException extends RuntimeException {

	private final DisconnectReason reason;

	/**
	 * Create an exception.
	 * @param event the event that was to be sent
	 * @param reason why the socket left
	 */
	public SocketDisconnectedException(String event, DisconnectReason reason) {
		super("Not every event '" + event + "' was sent: " + reason.value());
		this.reason = reason;
	}

	/**
	 * Why the socket left.
	 * @return the reason of the disconnect
	 */
	public DisconnectReason reason() {
		return this.reason;
	}

}
