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

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketCodec;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.packet.v3.EnginePacketCodecV3;
import io.github.socketiospring.engineio.packet.v3.PayloadCodecV3;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures Engine.IO packets of both revisions, and payloads of eight packets.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class EnginePacketBenchmark {

	private static final int PACKETS = 8;

	@Param({ "32", "4096" })
	private int size;

	private byte[] text;

	private byte[] binary3;

	private List<EnginePacket> textPackets;

	private List<EnginePacket> binaryPackets;

	private byte[] textPayload;

	private byte[] binaryPayload;

	private byte[] textPayload3;

	private byte[] binaryPayload3;

	@Setup
	public void prepare() {
		this.text = ("4" + "x".repeat(this.size)).getBytes(StandardCharsets.UTF_8);
		EnginePacket textPacket = EnginePacket.text(EnginePacketType.MESSAGE, "x".repeat(this.size));
		EnginePacket binaryPacket = new EnginePacket(EnginePacketType.MESSAGE, true, new byte[this.size]);
		this.binary3 = new byte[this.size + 1];
		this.binary3[0] = 4;
		this.textPackets = Collections.nCopies(PACKETS, textPacket);
		this.binaryPackets = Collections.nCopies(PACKETS, binaryPacket);
		this.textPayload = PayloadCodec.encode(this.textPackets);
		this.binaryPayload = PayloadCodec.encode(this.binaryPackets);
		this.textPayload3 = PayloadCodecV3.encodeText(this.textPackets);
		this.binaryPayload3 = PayloadCodecV3.encodeBinary(this.binaryPackets);
	}

	@Benchmark
	public @Nullable EnginePacket decodeText() {
		return EnginePacketCodec.decodeText(this.text, 0, this.text.length);
	}

	@Benchmark
	public EnginePacket decodeBinary3() {
		return EnginePacketCodecV3.decodeBinary(this.binary3, 0, this.binary3.length);
	}

	@Benchmark
	public byte[] encodeTextPayload() {
		return PayloadCodec.encode(this.textPackets);
	}

	@Benchmark
	public byte[] encodeBinaryPayload() {
		return PayloadCodec.encode(this.binaryPackets);
	}

	@Benchmark
	public PayloadCodec.Payload decodeTextPayload() {
		return PayloadCodec.decode(this.textPayload);
	}

	@Benchmark
	public PayloadCodec.Payload decodeBinaryPayload() {
		return PayloadCodec.decode(this.binaryPayload);
	}

	@Benchmark
	public byte[] encodeTextPayload3() {
		return PayloadCodecV3.encodeText(this.textPackets);
	}

	@Benchmark
	public byte[] encodeBinaryPayload3() {
		return PayloadCodecV3.encodeBinary(this.binaryPackets);
	}

	@Benchmark
	public PayloadCodec.Payload decodeTextPayload3() {
		return PayloadCodecV3.decodeText(this.textPayload3);
	}

	@Benchmark
	public PayloadCodec.Payload decodeBinaryPayload3() {
		return PayloadCodecV3.decodeBinary(this.binaryPayload3);
	}

}
