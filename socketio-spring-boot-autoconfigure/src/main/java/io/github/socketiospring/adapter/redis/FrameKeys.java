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

package io.github.socketiospring.adapter.redis;

import io.github.socketiospring.adapter.cluster.TraceContext;

/**
 * The keys in frames. Node.js ignores the keys that it does not know.
 */
final class FrameKeys {

	/** Replaces the id of a node in the frames of an emitter. */
	static final String EMITTER = "emitter";

	static final String UID = "uid";

	static final String REQUEST_ID = "requestId";

	static final String TYPE = "type";

	static final String OPTIONS = "opts";

	static final String ROOMS = "rooms";

	static final String EXCEPT = "except";

	static final String FLAGS = "flags";

	static final String BY_ID = "expectSingleResponse";

	static final String DROPPABLE = "volatile";

	static final String COMPRESSED = "compress";

	static final String TIMEOUT = "timeout";

	static final String PACKET = "packet";

	static final String DATA = "data";

	static final String NAMESPACE = "nsp";

	static final String CLOSE = "close";

	static final String SOCKETS = "sockets";

	static final String SOCKET = "sid";

	static final String ROOM = "room";

	static final String ID = "id";

	static final String HANDSHAKE = "handshake";

	static final String RECEIVERS = "clientCount";

	/** All arguments of an acknowledgement. Node.js does not know this key. */
	static final String ARGUMENTS = "args";

	/**
	 * Whether the content of an answer was left out because it is too large. Node.js does
	 * not know this key.
	 */
	static final String TOO_LARGE = "tooLarge";

	/** The trace of a message. Node.js does not know this key. */
	static final String TRACE_PARENT = TraceContext.PARENT;

	/** What tracing systems add to it. Node.js does not know this key. */
	static final String TRACE_STATE = TraceContext.STATE;

	/** The packet type EVENT. */
	static final int EVENT = 2;

	private FrameKeys() {
	}

}
