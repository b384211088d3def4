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

import org.springframework.http.HttpStatus;

/**
 * The errors that refused requests are answered with: {@code {"code":1,"message":"Session
 * ID unknown"}}.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#handshake">Engine.IO
 * protocol, handshake</a>
 */
public enum EngineError {

	/** The {@code transport} parameter is missing, unknown or not enabled. */
	UNKNOWN_TRANSPORT(0, "Transport unknown", HttpStatus.BAD_REQUEST),

	/** The {@code sid} never existed, has ended, or belongs to another node. */
	UNKNOWN_SID(1, "Session ID unknown", HttpStatus.BAD_REQUEST),

	/** A session can only begin with a {@code GET}. */
	BAD_HANDSHAKE_METHOD(2, "Bad handshake method", HttpStatus.BAD_REQUEST),

	/** The request contradicts itself or its session. */
	BAD_REQUEST(3, "Bad request", HttpStatus.BAD_REQUEST),

	/**
	 * The origin, a limit of the address or a {@link HandshakeInterceptor} forbids it.
	 */
	FORBIDDEN(4, "Forbidden", HttpStatus.FORBIDDEN),

	/** The client speaks a protocol revision that is not enabled. */
	UNSUPPORTED_PROTOCOL(5, "Unsupported protocol version", HttpStatus.BAD_REQUEST);

	private final int code;

	private final String message;

	private final HttpStatus status;

	EngineError(int code, String message, HttpStatus status) {
		this.code = code;
		this.message = message;
		this.status = status;
	}

	/**
	 * The number by which clients know the error.
	 * @return the {@code code} of the JSON body
	 */
	public int code() {
		return this.code;
	}

	/**
	 * The error in words.
	 * @return the {@code message} of the JSON body
	 */
	public String message() {
		return this.message;
	}

	/**
	 * The status of the answer to a plain request; a refused upgrade is always answered
	 * with 400.
	 * @return a client or server error
	 */
	public HttpStatus status() {
		return this.status;
	}

}
