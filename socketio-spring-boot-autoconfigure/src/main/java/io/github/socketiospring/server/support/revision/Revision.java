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

package io.github.socketiospring.server.support.revision;

import java.util.Map;

import io.github.socketiospring.engineio.EngineRevision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The differences between the revisions of the Socket.IO protocol: 5, used by clients
 * since 3.0, and 4, used by clients of 2.x. The revision of a client follows from its
 * revision of Engine.IO.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/socket.io-protocol#history">Socket.IO
 * protocol, history</a>
 */
public interface Revision {

	/**
	 * Return the revision of a session.
	 * @param engineRevision the session's revision of Engine.IO
	 * @return the corresponding revision of Socket.IO
	 */
	static Revision of(EngineRevision engineRevision) {
		return switch (engineRevision) {
			case V4 -> RevisionFive.INSTANCE;
			case V3 -> RevisionFour.INSTANCE;
		};
	}

	/**
	 * Whether a client enters the namespace {@code /} without CONNECT.
	 * @return {@code true} for revision 4
	 */
	boolean connectsImplicitly();

	/**
	 * Whether a client can be recovered.
	 * @return {@code true} for revision 5
	 */
	boolean canRecover();

	/**
	 * Return the namespace of a packet.
	 * @param namespace the namespace as the packet names it
	 * @return the namespace's name
	 */
	String namespace(String namespace);

	/**
	 * Return the client's payload of CONNECT.
	 * @param namespace the namespace as the packet names it
	 * @param payload the packet's payload
	 * @return the payload, an empty object if there is none
	 */
	JsonNode auth(String namespace, @Nullable JsonNode payload);

	/**
	 * Return the id of a new socket.
	 * @param namespace the socket's namespace
	 * @param sessionId the id of its session
	 * @return the socket's public id
	 */
	String socketId(String namespace, String sessionId);

	/**
	 * Whether a client that enters a namespace again keeps its id there.
	 * @return whether {@link #socketId} returns the same id again
	 */
	boolean keepsIds();

	/**
	 * The payload of the answer to CONNECT.
	 * @param socketId the socket's id
	 * @param privateId the socket's private id, if it has one
	 * @return the payload, {@code null} for none
	 */
	@Nullable Map<String, String> connected(String socketId, @Nullable String privateId);

	/**
	 * Return the payload of CONNECT_ERROR.
	 * @param message the message for the client
	 * @param data more information, {@code null} for none
	 * @return the payload in the form of this revision
	 */
	Object refused(String message, @Nullable Object data);

}
