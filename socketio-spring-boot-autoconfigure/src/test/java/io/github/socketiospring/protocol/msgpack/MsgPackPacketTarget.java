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

import java.util.List;
import java.util.Map;

import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedMessages;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.VectorValues;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any message is decoded to a packet or fails with a {@link PacketFormatException}, any
 * arguments are read as values or fail with an {@link ArgumentConversionException}, and a
 * received packet can be sent.
 */
public final class MsgPackPacketTarget implements FuzzTarget {

	private final MsgPackPacketParser parser = new MsgPackPacketParser(ReceivedMessages.mapper(),
			PacketLimits.defaults());

	@Override
	public void run(FuzzInput input) {
		int type = input.nextByte();
		byte[] message = input.rest();
		ReceivedPacket packet;
		try {
			packet = this.parser.decoder().binary(message);
			ReceivedMessages.readTyped(packet, type);
			ReceivedMessages.readTyped(ReceivedMessages.kept(this.parser.decoder().binary(message)), type);
			packet = this.parser.decoder().binary(message);
		}
		catch (PacketFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected");
			return;
		}
		forward(packet);
	}

	private void forward(ReceivedPacket packet) {
		List<@Nullable Object> arguments = ReceivedMessages.read(packet);
		if (packet.type() == PacketType.EVENT && packet.event() == null) {
			return;
		}
		Packet forwarded = ReceivedMessages.forward(packet, arguments);
		Map<String, @Nullable Object> before = VectorValues.describe(ReceivedMessages.withArguments(packet, arguments));
		ReceivedPacket again = ReceivedMessages.decode(this.parser.encode(forwarded), this.parser.decoder());
		assertThat(VectorValues.describe(again)).isEqualTo(before);
	}

}
