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

import io.github.socketiospring.engineio.CloseReason;

/**
 * Why a socket left its namespace, or did not enter it. The values are those of the
 * reference implementation, which has no values for sockets that did not enter.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/server-socket-instance/#disconnect">Reasons of
 * a disconnection</a>
 */
public enum DisconnectReason {

	/** The client called {@code socket.disconnect()}. */
	CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),

	/** This server called {@link SocketIOSocket#disconnect}. */
	SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),

	/**
	 * The client's credentials ended: the application called
	 * {@link SocketIOServer#disconnectUser} or {@link SocketIOSocket#revoke}, which the
	 * {@linkplain DisconnectDetails#description() description} distinguishes. The
	 * reference implementation has no such reason.
	 */
	CREDENTIALS_ENDED("credentials ended"),

	/** The server is shutting down. */
	SERVER_SHUTTING_DOWN("server shutting down"),

	/** The client closed or lost its connection. */
	TRANSPORT_CLOSE("transport close"),

	/** The connection broke, or the client violated the transport's rules. */
	TRANSPORT_ERROR("transport error"),

	/** The client did not answer the heartbeat in time. */
	PING_TIMEOUT("ping timeout"),

	/**
	 * The client came back on another connection before the server noticed the loss of
	 * this one. Used with connection state recovery only; the reference implementation
	 * has no such reason.
	 */
	CONNECTION_REPLACED("connection replaced"),

	/** The client sent something that is not an Engine.IO packet. */
	PARSE_ERROR("parse error"),

	/** This server closed the connection. */
	FORCED_CLOSE("forced close"),

	/** This server closed the connection after a protocol violation. */
	FORCED_SERVER_CLOSE("forced server close"),

	/**
	 * The socket did not enter: after this handler had accepted it, another handler or a
	 * middleware refused it, or this server called {@link SocketIOSocket#disconnect}.
	 */
	CONNECT_REFUSED("connect refused"),

	/**
	 * The connection ended before the socket entered. The
	 * {@linkplain DisconnectDetails#description() description} says how it ended.
	 */
	CONNECT_ABORTED("connect aborted");

	private final String value;

	DisconnectReason(String value) {
		this.value = value;
	}

	/**
	 * Return the reason why the sockets of a closed session leave.
	 * @param reason why the session ended
	 * @return the reason of the same name
	 */
	public static DisconnectReason of(CloseReason reason) {
		return switch (reason) {
			case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
			case TRANSPORT_ERROR -> TRANSPORT_ERROR;
			case PING_TIMEOUT -> PING_TIMEOUT;
			case PARSE_ERROR -> PARSE_ERROR;
			case FORCED_CLOSE -> FORCED_CLOSE;
		};
	}

	/**
	 * Whether the socket was in its namespace before.
	 * @return {@code false} if it did not enter
	 */
	public boolean wasConnected() {
		return this != CONNECT_REFUSED && this != CONNECT_ABORTED;
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
