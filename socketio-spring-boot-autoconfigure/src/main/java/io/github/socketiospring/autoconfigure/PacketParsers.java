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

package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * Creates the parser that {@code socketio.parser} selects.
 */
final class PacketParsers {

	private PacketParsers() {
	}

	static PacketParser create(SocketIOProperties.Parser parser, JsonMapper mapper, PacketLimits limits) {
		return switch (parser) {
			case JSON -> new JsonPacketParser(mapper, limits);
			case MSGPACK -> {
				PropertyChecks.require(
						ClassUtils.isPresent("org.msgpack.core.MessagePack", PacketParsers.class.getClassLoader()),
						"socketio.parser", "msgpack", "requires 'org.msgpack:msgpack-core' on the class path");
				yield new MsgPackPacketParser(mapper, limits);
			}
		};
	}

}
