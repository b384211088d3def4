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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Socket.IO protocol revision 5, of clients since 3.0.
 *
 * @see <a href="https://github.com/socketio/socket.io-protocol">Socket.IO protocol,
 * revision 5</a>
 */
final class RevisionFive implements Revision {

	static final RevisionFive INSTANCE = new RevisionFive();

	private RevisionFive() {
	}

	@Override
	public boolean connectsImplicitly() {
		return false;
	}

	@Override
	public boolean canRecover() {
		return true;
	}

	@Override
	public String namespace(String namespace) {
		return namespace;
	}

	@Override
	public JsonNode auth(String namespace, @Nullable JsonNode payload) {
		return (payload != null) ? payload : JsonNodeFactory.instance.objectNode();
	}

	@Override
	public String socketId(String namespace, String sessionId) {
		return Ids.random();
	}

	@Override
	public boolean keepsIds() {
		return false;
	}

	@Override
	public Map<String, String> connected(String socketId, @Nullable String privateId) {
		if (privateId == null) {
			return Map.of("sid", socketId);
		}
		Map<String, String> payload = new LinkedHashMap<>();
		payload.put("sid", socketId);
		payload.put("pid", privateId);
		return payload;
	}

	@Override
	public Object refused(String message, @Nullable Object data) {
		Map<String, Object> payload = new LinkedHashMap<>();
		payload.put("message", message);
		if (data != null) {
			payload.put("data", data);
		}
		return payload;
	}

}
