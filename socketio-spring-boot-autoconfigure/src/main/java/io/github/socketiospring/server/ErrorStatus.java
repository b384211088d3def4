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

import io.github.socketiospring.protocol.ArgumentConversionException;

import org.springframework.validation.BindException;
import org.springframework.validation.method.MethodValidationResult;

/**
 * Whether the client or the server caused an error, and a description for the client.
 *
 * @param code an HTTP status: below 500 if the client caused the error
 * @param reason a description for the client, without internals
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15">RFC 9110, status
 * codes</a>
 */
public record ErrorStatus(int code, String reason) {

	private static final int FIRST_SERVER_ERROR = 500;

	private static final ErrorStatus INTERNAL = new ErrorStatus(FIRST_SERVER_ERROR, "Internal server error");

	/**
	 * Return the status of an exception of this library. Other exceptions are internal
	 * errors.
	 * @param error the error that middleware, a handler or the server threw
	 * @return the status, 500 for an internal error
	 */
	public static ErrorStatus of(Throwable error) {
		if (error instanceof ArgumentConversionException conversion) {
			return new ErrorStatus(400, "Argument " + conversion.index() + " has the wrong type");
		}
		if (error instanceof BadEventException) {
			return new ErrorStatus(400, String.valueOf(error.getMessage()));
		}
		if (error instanceof BindException) {
			return new ErrorStatus(400, "Invalid request content.");
		}
		if (error instanceof MethodValidationResult result && !result.isForReturnValue()) {
			return new ErrorStatus(400, "Validation failure");
		}
		if (error instanceof RateLimitExceededException) {
			return new ErrorStatus(429, String.valueOf(error.getMessage()));
		}
		if (error instanceof SocketLimitException) {
			return new ErrorStatus(409, "A limit of this socket is reached");
		}
		if (error instanceof AckTimeoutException) {
			return new ErrorStatus(408, "Not every client answered in time");
		}
		if (error instanceof AckDisconnectedException || error instanceof SocketDisconnectedException) {
			return new ErrorStatus(410, "The client has left");
		}
		if (error instanceof HandlerTimeoutException) {
			return new ErrorStatus(504, String.valueOf(error.getMessage()));
		}
		return INTERNAL;
	}

	/**
	 * Whether this is an internal error, whose cause is not revealed to the client.
	 * @return {@code false} if the reason describes the error
	 */
	public boolean isInternal() {
		return this.code == INTERNAL.code;
	}

	/**
	 * Whether the client caused the error.
	 * @return {@code false} if the server caused it
	 */
	public boolean isClientError() {
		return this.code < FIRST_SERVER_ERROR;
	}

}
