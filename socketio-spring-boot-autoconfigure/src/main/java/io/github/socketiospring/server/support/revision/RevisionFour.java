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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.socketiospring.support.QueryString;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Socket.IO protocol revision 4, of clients of 2.x. A namespace is written as a URL whose
 * query takes the role of the {@code auth} payload, and the answer to CONNECT has no
 * payload.
 *
 * @see <a href="https://github.com/socketio/socket.io-protocol/tree/v4">Socket.IO
 * protocol, revision 4</a>
 */
final class RevisionFour implements Revision {

	/** Text that is already encoded must not be encoded again. */
	private static final Pattern ENCODED_TWICE = Pattern.compile("%25([0-9A-Fa-f]{2})");

	static final RevisionFour INSTANCE = new RevisionFour();

	private RevisionFour() {
	}

	@Override
	public boolean connectsImplicitly() {
		return true;
	}

	@Override
	public boolean canRecover() {
		return false;
	}

	@Override
	public String namespace(String namespace) {
		if (isPlain(namespace)) {
			return namespace;
		}
		int query = namespace.indexOf('?');
		String path = (query >= 0) ? namespace.substring(0, query) : namespace;
		try {
			String encoded = new URI(null, null, path, null).normalize().toASCIIString();
			return ENCODED_TWICE.matcher(encoded).replaceAll("%$1");
		}
		catch (URISyntaxException ex) {
			return path;
		}
	}

	private static boolean isPlain(String namespace) {
		for (int i = 0; i < namespace.length(); i++) {
			char c = namespace.charAt(i);
			boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/'
					|| c == '-' || c == '_';
			if (!plain) {
				return false;
			}
		}
		return true;
	}

	@Override
	public JsonNode auth(String namespace, @Nullable JsonNode payload) {
		ObjectNode auth = JsonNodeFactory.instance.objectNode();
		int query = namespace.indexOf('?');
		if (query >= 0) {
			QueryString.forEach(namespace.substring(query + 1), auth::put);
		}
		return auth;
	}

	@Override
	public String socketId(String namespace, String sessionId) {
		return namespace.equals("/") ? sessionId : namespace + "#" + sessionId;
	}

	@Override
	public boolean keepsIds() {
		return true;
	}

	@Override
	public @Nullable Map<String, String> connected(String socketId, @Nullable String privateId) {
		return null;
	}

	@Override
	public Object refused(String message, @Nullable Object data) {
		return (data != null) ? data : message;
	}

}
