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

package io.github.socketiospring.server.support.admission;

import java.util.Locale;

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.server.support.revision.Revision;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses clients with CONNECT_ERROR: {@code {"message":"no","data":{"code":42}}}.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#connection-to-a-namespace">Socket.IO
 * protocol, CONNECT_ERROR</a>
 */
final class ConnectErrors {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private final WireFormat format;

	private final Diagnostics diagnostics;

	/**
	 * Create the errors of a server.
	 * @param format writes the packets
	 * @param diagnostics classifies, describes and logs errors
	 */
	ConnectErrors(WireFormat format, Diagnostics diagnostics) {
		this.format = format;
		this.diagnostics = diagnostics;
	}

	/**
	 * Refuse a namespace.
	 * @param session the client's session
	 * @param namespace the namespace's name
	 * @param reason the payload of CONNECT_ERROR
	 */
	void send(EngineSession session, String namespace, Object reason) {
		this.format.outgoing(new Packet(PacketType.CONNECT_ERROR, namespace, Packet.NO_ID, reason), true)
			.sendTo(session);
	}

	/**
	 * Describe an error of middleware or of a handler. If the client caused the error,
	 * the payload has the reason and a problem as the data; it never has details of
	 * internal errors.
	 * @param error the error of the admission
	 * @param socket the socket that is refused
	 * @param revision the client's revision of the protocol
	 * @return the payload of CONNECT_ERROR
	 */
	@SuppressWarnings("try")
	Object describe(Throwable error, SocketIOSocket socket, Revision revision) {
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(socket.context())) {
			return describe(error, "Socket " + ShownId.of(socket), socket.namespace().name(),
					socket.handshake().locale(), revision);
		}
	}

	/**
	 * Describe an error that occurred before there was a socket, such as that of a
	 * predicate.
	 * @param error the error of the admission
	 * @param session the client's session
	 * @param namespace the namespace's name
	 * @param locale the language that the client prefers
	 * @param revision the client's revision of the protocol
	 * @return the payload of CONNECT_ERROR
	 */
	Object describe(Throwable error, EngineSession session, String namespace, Locale locale, Revision revision) {
		return describe(error, "Session " + session, namespace, locale, revision);
	}

	private Object describe(Throwable error, String client, String namespace, Locale locale, Revision revision) {
		if (error instanceof ConnectRefusedException refused) {
			logger.debug("{} may not enter namespace {}: {}", LogFormat.value(client), LogFormat.value(namespace),
					LogFormat.message(refused.getMessage()));
			return revision.refused(String.valueOf(refused.getMessage()), refused.data());
		}
		try {
			ErrorStatus status = this.diagnostics.status(error, locale);
			if (status.isClientError()) {
				logger.debug("{} may not enter namespace {}: {}", LogFormat.value(client), LogFormat.value(namespace),
						ErrorLine.of(error));
				return revision.refused(status.reason(), this.diagnostics.answer(error, locale));
			}
		}
		catch (Throwable ex) {
			// Errors too: the client has to get an answer.
			if (ex != error) {
				error.addSuppressed(ex);
			}
		}
		this.diagnostics.error(logger, LogFormat.value(client) + " may not enter namespace "
				+ LogFormat.value(namespace) + ", since its CONNECT could not be handled", error);
		return revision.refused("Internal server error", null);
	}

}
