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

package io.github.socketiospring.protocol.msgpack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.SentValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.Assert;

/**
 * The wire format of {@code socket.io-msgpack-parser}: each packet is one MessagePack map
 * in one binary message, {@code {"type":2,"nsp":"/","data":["hello",1]}}, which contains
 * binary values in place. Requires {@code msgpack-core} on the class path.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#exchange-protocol">Exchange
 * protocol</a>
 * @see <a href=
 * "https://github.com/socketio/socket.io-msgpack-parser">socket.io-msgpack-parser</a>
 */
public final class MsgPackPacketParser implements PacketParser {

	static final String TYPE = "type";

	static final String NAMESPACE = "nsp";

	static final String DATA = "data";

	static final String ID = "id";

	private final JsonMapper mapper;

	private final JsonMapper writer;

	private final PacketLimits limits;

	/**
	 * Create a parser.
	 * @param mapper converts arguments in both directions
	 * @param limits limits for the packets of clients
	 */
	public MsgPackPacketParser(JsonMapper mapper, PacketLimits limits) {
		Assert.notNull(mapper, "'mapper' must not be null");
		Assert.notNull(limits, "'limits' must not be null");
		this.mapper = ReceivedValues.mapper(mapper);
		this.writer = SentValues.mapper(mapper);
		this.limits = limits;
	}

	@Override
	public EncodedPacket encode(Packet packet) {
		ObjectNode map = JsonNodeFactory.instance.objectNode();
		map.put(TYPE, packet.type().ordinal());
		if (packet.data() != null) {
			map.set(DATA, tree(packet));
		}
		if (packet.id() != Packet.NO_ID) {
			map.put(ID, packet.id());
		}
		map.put(NAMESPACE, packet.namespace());
		return new EncodedPacket(true, MsgPackValues.write(map), List.of());
	}

	private JsonNode tree(Packet packet) {
		try {
			return data(packet);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("A packet cannot be sent: " + ex.getOriginalMessage(), ex);
		}
	}

	private JsonNode data(Packet packet) {
		if (packet.data() instanceof Object[] arguments) {
			List<@Nullable Object> all = new ArrayList<>(arguments.length + 1);
			Collections.addAll(all, arguments);
			if (packet.offset() != null) {
				all.add(packet.offset());
			}
			return this.writer.valueToTree(all);
		}
		return this.writer.valueToTree(packet.data());
	}

	@Override
	public PacketDecoder decoder() {
		return new MsgPackPacketDecoder(this.mapper, this.limits);
	}

}
