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

package io.github.socketiospring.benchmarks.jmh;

import java.util.Map;

import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures Socket.IO packets with both parsers, including the conversion of arguments to
 * the types of a handler.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class PacketBenchmark {

	@Param({ "json", "msgpack" })
	private String parser;

	@Param({ "text", "object", "binary" })
	private String argument;

	private PacketParser packetParser;

	private Packet packet;

	private EncodedPacket encoded;

	private PacketDecoder decoder;

	private JavaType type;

	@Setup
	public void prepare() {
		JsonMapper mapper = JsonMapper.builder().build();
		this.packetParser = this.parser.equals("json") ? new JsonPacketParser(mapper, PacketLimits.defaults())
				: new MsgPackPacketParser(mapper, PacketLimits.defaults());
		Object value = switch (this.argument) {
			case "text" -> "x".repeat(32);
			case "object" -> new Purchase(123456789, "Jane Doe", 129.5, true);
			default -> new byte[1024];
		};
		this.type = mapper.constructType(value.getClass());
		this.packet = Packet.event("/", "message", value, Map.of());
		this.encoded = this.packetParser.encode(this.packet);
		this.decoder = this.packetParser.decoder();
	}

	@Benchmark
	public EncodedPacket encode() {
		return this.packetParser.encode(this.packet);
	}

	@Benchmark
	public Object decode() {
		ReceivedPacket received = this.encoded.binary() ? this.decoder.binary(this.encoded.message())
				: this.decoder.text(this.encoded.message());
		for (byte[] attachment : this.encoded.attachments()) {
			received = this.decoder.binary(attachment);
		}
		if (received == null) {
			throw new IllegalStateException("Not complete");
		}
		Object value = received.arguments().next(this.type);
		received.arguments().finish();
		return String.valueOf(value == null);
	}

	/**
	 * An argument with fields.
	 *
	 * @param id a number
	 * @param customer a string
	 * @param amount a decimal number
	 * @param paid a boolean
	 */
	public record Purchase(long id, String customer, double amount, boolean paid) {
	}

}
