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

import org.jspecify.annotations.Nullable;

/**
 * Refuses a socket with a message and data for the client's {@code connect_error}:
 * {@code 44/admin,{"message":"not authorized","data":{"code":42}}}.
 *
 * @since 0.1.0
 */
public class ConnectRefusedException extends RuntimeException {

	private final transient @Nullable Object data;

	/**
	 * Refuse without data.
	 * @param message the message for the client
	 */
	public ConnectRefusedException(String message) {
		this(message, null);
	}

	/**
	 * Refuse with data.
	 * @param message the message for the client
	 * @param data more information for the client, converted like an event argument
	 */
	public ConnectRefusedException(String message, @Nullable Object data) {
		super(message);
		this.data = data;
	}

	/**
	 * More information for the client.
	 * @return the data or {@code null}
	 */
	public @Nullable Object data() {
		return this.data;
	}

}
