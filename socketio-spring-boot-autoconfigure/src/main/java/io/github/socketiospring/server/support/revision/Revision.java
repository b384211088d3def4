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
 * What the revisions of the Socket.IO protocol do differently: 5, spoken by clients since
 * 3.0, and 4, spoken by clients of 2.x. Which one a client speaks follows from its
 * revision of Engine.IO.
 *
 * @since 0.1.0
 */
public interface Revision {

	/**
	 * The revision of a session.
	 * @param engineRevision the session's revision of Engine.IO
	 * @return what that revision does differently
	 */
	static Revision of(EngineRevision engineRevision) {
		return switch (engineRevision) {
			case V4 -> RevisionFive.INSTANCE;
			case V3 -> RevisionFour.INSTANCE;
		};
	}

	/**
	 * Whether a client is in the namespace {@code /} without asking for it.
	 * @return whether it is
	 */
	boolean connectsImplicitly();

	/**
	 * Whether a client can resume a stream of events.
	 * @return whether it can
	 */
	boolean canRecover();

	/**
	 * Which namespace a packet is for.
	 * @param namespace what the packet says
	 * @return the namespace's name
	 */
	String namespace(String namespace);

	/**
	 * The client's payload of CONNECT.
	 * @param namespace what the packet says
	 * @param payload the packet's payload
	 * @return the payload, an empty object when there was none
	 */
	JsonNode auth(String namespace, @Nullable JsonNode payload);

	/**
	 * The id of a new socket.
	 * @param namespace the socket's namespace
	 * @param sessionId the id of its session
	 * @return the id that the client is told
	 */
	String socketId(String namespace, String sessionId);

	/**
	 * Whether a client that enters a namespace again has the same id there.
	 * @return whether {@link #socketId} gives the same id again
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
	 * The payload of CONNECT_ERROR after middleware refused.
	 * @param message what the client is told
	 * @param data more, if any
	 * @return the payload
	 */
	Object refused(String message, @Nullable Object data);

}
