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

package io.github.socketiospring.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.Assert;

/**
 * The wire format of clients with {@code socket.io-msgpack-parser}: each packet is one
 * MessagePack map in one binary message, with binary values where they belong:
 * {@code {"type":2,"nsp":"/","data":["hello",1]}}. Needs {@code msgpack-core} on the
 * class path.
 *
 * @since 0.1.0
 */
public final class MsgPackPacketParser implements PacketParser {

	static final String TYPE = "type";

	static final String NAMESPACE = "nsp";

	static final String DATA = "data";

	static final String ID = "id";

	private final JsonMapper mapper;

	private final PacketLimits limits;

	/**
	 * Create a parser.
	 * @param mapper converts arguments in both directions
	 * @param limits what is accepted of a client
	 */
	public MsgPackPacketParser(JsonMapper mapper, PacketLimits limits) {
		Assert.notNull(mapper, "'mapper' must not be null");
		Assert.notNull(limits, "'limits' must not be null");
		this.mapper = mapper;
		this.limits = limits;
	}

	@Override
	public EncodedPacket encode(Packet packet) {
		ObjectNode map = JsonNodeFactory.instance.objectNode();
		map.put(TYPE, packet.type().ordinal());
		if (packet.data() != null) {
			map.set(DATA, data(packet));
		}
		if (packet.id() != Packet.NO_ID) {
			map.put(ID, packet.id());
		}
		map.put(NAMESPACE, packet.namespace());
		return new EncodedPacket(true, MsgPackValues.write(map), List.of());
	}

	private JsonNode data(Packet packet) {
		if (packet.data() instanceof Object[] arguments) {
			List<@Nullable Object> all = new ArrayList<>(arguments.length + 1);
			Collections.addAll(all, arguments);
			if (packet.offset() != null) {
				all.add(packet.offset());
			}
			return this.mapper.valueToTree(all);
		}
		return this.mapper.valueToTree(packet.data());
	}

	@Override
	public PacketDecoder decoder() {
		return new MsgPackPacketDecoder(this.mapper, this.limits);
	}

}
