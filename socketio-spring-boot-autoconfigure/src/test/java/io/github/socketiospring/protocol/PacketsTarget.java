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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any packet of an application is encoded to messages of the same packet, with binary
 * values at any depth.
 */
public final class PacketsTarget implements FuzzTarget {

	private static final int MAX_ATTACHMENTS = 10;

	private static final int MAX_DEPTH = 5;

	private final PacketParser json = new JsonPacketParser(ReceivedMessages.mapper(), PacketLimits.defaults());

	private final PacketParser msgPack = new MsgPackPacketParser(ReceivedMessages.mapper(), PacketLimits.defaults());

	@Override
	public void run(FuzzInput input) {
		boolean text = input.nextBoolean();
		PacketParser parser = text ? this.json : this.msgPack;
		Values values = new Values(input);
		String namespace = namespace(input);
		long id = input.nextBoolean() ? input.nextLong() >>> 5 : Packet.NO_ID;
		// Letters, since some names are reserved.
		String event = input.nextBoolean() ? "e" + input.nextUtf16(20) : null;
		List<@Nullable Object> arguments = input.nextList(4, () -> values.next(0));
		Packet packet = (event != null) ? Packet.event(namespace, id, event, arguments.toArray())
				: Packet.ack(namespace, id, arguments.toArray());
		ReceivedPacket received = ReceivedMessages.decode(parser.encode(packet), parser.decoder());
		assertThat(received.type()).isEqualTo(packet.type());
		assertThat(received.namespace()).isEqualTo(namespace);
		assertThat(received.id()).isEqualTo(id);
		assertThat(VectorValues.describe(received).getOrDefault("data", List.of()))
			.isEqualTo(plain(data(event, arguments), text));
		ReceivedPacket kept = ReceivedMessages.kept(ReceivedMessages.decode(parser.encode(packet), parser.decoder()));
		assertThat(VectorValues.describe(kept).getOrDefault("data", List.of()))
			.isEqualTo(plain(data(event, arguments), text));
	}

	private static String namespace(FuzzInput input) {
		return switch (input.nextInt(4)) {
			case 0 -> "/";
			case 1 -> "/admin";
			case 2 -> "/" + input.nextText(20).replace(',', ' ');
			default -> "/a?" + input.nextText(10).replace(',', '=') + "&b=" + input.nextText(10).replace(',', '&');
		};
	}

	private static List<@Nullable Object> data(@Nullable String event, List<@Nullable Object> arguments) {
		List<@Nullable Object> data = new ArrayList<>(arguments);
		if (event != null) {
			data.add(0, event);
		}
		return data;
	}

	private static @Nullable Object plain(@Nullable Object value, boolean json) {
		if (value instanceof byte[] bytes) {
			return "hex:" + HexFormat.of().formatHex(bytes);
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> plain = new ArrayList<>();
			list.forEach((element) -> plain.add(plain(element, json)));
			return plain;
		}
		if (value instanceof Map<?, ?> map) {
			Map<@Nullable Object, @Nullable Object> plain = new LinkedHashMap<>();
			map.forEach((name, element) -> plain.put(plain(name, json), plain(element, json)));
			return plain;
		}
		if (value instanceof Number number) {
			return (json && !Double.isFinite(number.doubleValue())) ? null : VectorValues.plain(number);
		}
		return (value instanceof String text && !json) ? wellFormed(text) : value;
	}

	/**
	 * JSON can escape half of a surrogate pair, MessagePack cannot.
	 * @param text any text
	 * @return the text with a question mark in place of such halves
	 */
	private static String wellFormed(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	/**
	 * Creates values, with no more binary ones than a packet may have.
	 */
	private static final class Values {

		private final FuzzInput input;

		private int attachments;

		Values(FuzzInput input) {
			this.input = input;
		}

		@Nullable Object next(int depth) {
			return switch (this.input.nextInt((depth < MAX_DEPTH) ? 8 : 6)) {
				case 0 -> null;
				case 1 -> this.input.nextUtf16(20);
				case 2 -> (long) (byte) this.input.nextByte();
				case 3 -> Double.longBitsToDouble(this.input.nextLong());
				case 4 -> this.input.nextBoolean();
				case 5 -> (this.attachments++ < MAX_ATTACHMENTS) ? this.input.nextBytes(20) : "none";
				case 6 -> this.input.nextList(4, () -> next(depth + 1));
				default -> map(depth);
			};
		}

		private Map<String, @Nullable Object> map(int depth) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			int size = this.input.nextInt(4);
			for (int i = 0; i < size; i++) {
				// Jackson reads half of a surrogate pair in values only.
				map.put(this.input.nextText(6), next(depth + 1));
			}
			return map;
		}

	}

}
