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

package io.github.socketiospring.protocol.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.socketiospring.engineio.packet.Utf8;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedMessages;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.VectorValues;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any messages are decoded to packets or fail with a {@link PacketFormatException}, any
 * arguments are read as values or fail with an {@link ArgumentConversionException}, and
 * received packets can be sent. Messages are separated by {@code \xFF}, attachments begin
 * with {@code \x01}.
 */
public final class JsonPacketTarget implements FuzzTarget {

	private static final int SEPARATOR = 0xFF;

	private final JsonPacketParser parser = new JsonPacketParser(ReceivedMessages.mapper(), PacketLimits.defaults());

	@Override
	public void run(FuzzInput input) {
		int type = input.nextByte();
		List<byte[]> messages = input.pieces(SEPARATOR);
		receive(messages, (packet) -> ReceivedMessages.readTyped(packet, type));
		receive(messages, (packet) -> ReceivedMessages.readTyped(ReceivedMessages.kept(packet), type));
		receive(messages, this::forward);
	}

	private void receive(List<byte[]> messages, Consumer<ReceivedPacket> receiver) {
		PacketDecoder decoder = this.parser.decoder();
		for (byte[] message : messages) {
			try {
				ReceivedPacket packet = receive(message, decoder);
				if (packet != null) {
					receiver.accept(packet);
				}
			}
			catch (PacketFormatException ex) {
				// A connection ends here.
				assertThat(ex).hasMessageStartingWith("Expected");
				return;
			}
		}
	}

	private static @Nullable ReceivedPacket receive(byte[] message, PacketDecoder decoder) {
		if (message.length > 0 && message[0] == 1) {
			return decoder.binary(Arrays.copyOfRange(message, 1, message.length));
		}
		return decoder.text(Utf8.repair(message));
	}

	private void forward(ReceivedPacket packet) {
		List<@Nullable Object> arguments = ReceivedMessages.read(packet);
		if (arguments == null || packet.type() == PacketType.EVENT && packet.event() == null) {
			return;
		}
		Packet forwarded = ReceivedMessages.forward(packet, arguments);
		Object before = asSent(VectorValues.describe(ReceivedMessages.withArguments(packet, arguments)));
		ReceivedPacket again = ReceivedMessages.decode(this.parser.encode(forwarded), this.parser.decoder());
		assertThat(VectorValues.describe(again)).isEqualTo(before);
	}

	/**
	 * JSON has no infinity, but numbers that are read as such.
	 * @param value a value as it was received
	 * @return the value with nulls in their place
	 */
	private static @Nullable Object asSent(@Nullable Object value) {
		if (value instanceof List<?> list) {
			List<@Nullable Object> sent = new ArrayList<>();
			list.forEach((element) -> sent.add(asSent(element)));
			return sent;
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> sent = new LinkedHashMap<>();
			map.forEach((name, element) -> sent.put(name, asSent(element)));
			return sent;
		}
		return (value instanceof Double number && number.isInfinite()) ? null : value;
	}

}
