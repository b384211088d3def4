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

package io.github.socketiospring.engineio.transport.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.TestMemory;
import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageAssembler}.
 */
class MessageAssemblerTests {

	private final MemoryAccount memory = TestMemory.account();

	private final MessageAssembler assembler = new MessageAssembler(10, WebSocketFormat.REVISION_4, this.memory);

	static List<Vectors.Vector> binaryFrames() {
		return Vectors.of("eio4.packet", "decode-binary-ws-frame");
	}

	@ParameterizedTest
	@MethodSource("binaryFrames")
	void takesBinaryFramesAsTheReferenceDoes(Vectors.Vector vector) {
		assertThat(EngineVectors.describe(this.assembler.begin(EngineVectors.bytes(vector.in()), true, true)))
			.isEqualTo(EngineVectors.describe(vector.out()));
	}

	@Test
	void joinsFragments() {
		byte[] euro = "4€".getBytes(StandardCharsets.UTF_8);
		assertThat(this.assembler.begin(Arrays.copyOf(euro, 2), false, false)).isNull();
		assertThat(this.assembler.proceed(new byte[0], false)).isNull();
		EnginePacket packet = this.assembler.proceed(Arrays.copyOfRange(euro, 2, euro.length), true);
		assertThat(EngineVectors.describe(packet)).isEqualTo("MESSAGE text €");
	}

	@Test
	void countsAllFragments() {
		this.assembler.begin(new byte[6], true, false);
		assertRefuses(MessageException.Kind.TOO_LARGE, () -> this.assembler.proceed(new byte[5], true));
	}

	@Test
	void chargesFragmentsUntilTheirMessageIsComplete() {
		this.assembler.begin(new byte[6], true, false);
		assertThat(this.memory.held(MemoryKind.FRAGMENTS)).isGreaterThanOrEqualTo(6);
		this.assembler.proceed(new byte[1], false);
		assertThat(this.memory.held(MemoryKind.FRAGMENTS)).isGreaterThanOrEqualTo(10);
		this.assembler.proceed(new byte[1], true);
		assertThat(this.memory.held()).isZero();
		this.assembler.begin(new byte[6], true, false);
		this.assembler.close();
		assertThat(this.memory.held()).isZero();
	}

	@Test
	void takesAsMuchAsIsAllowed() {
		EnginePacket packet = this.assembler.begin(new byte[10], true, true);
		assertThat(packet).isNotNull().extracting(EnginePacket::type).isEqualTo(EnginePacketType.MESSAGE);
		assertRefuses(MessageException.Kind.TOO_LARGE, () -> this.assembler.begin(new byte[11], true, true));
	}

	@Test
	void refusesWhatIsNoPacket() {
		assertRefuses(MessageException.Kind.NO_PACKET, () -> this.assembler.begin(new byte[0], false, true));
		assertRefuses(MessageException.Kind.NO_PACKET, () -> this.assembler.begin(new byte[] { 'x' }, false, true));
	}

	@Test
	void refusesWhatIsNotUtf8() {
		assertRefuses(MessageException.Kind.NOT_UTF8,
				() -> this.assembler.begin(new byte[] { '4', (byte) 0xFF }, false, true));
	}

	@Test
	void takesAWholeTextWithoutItsFirstByte() {
		assertThat(EngineVectors.describe(this.assembler.text((byte) '4', "€".getBytes(StandardCharsets.UTF_8))))
			.isEqualTo("MESSAGE text €");
		assertThat(this.assembler.text((byte) '4', new byte[9]).data()).hasSize(9);
		assertRefuses(MessageException.Kind.TOO_LARGE, () -> this.assembler.text((byte) '4', new byte[10]));
		assertRefuses(MessageException.Kind.NOT_UTF8,
				() -> this.assembler.text((byte) '4', new byte[] { (byte) 0xFF }));
		assertRefuses(MessageException.Kind.NO_PACKET, () -> this.assembler.text((byte) 'x', new byte[0]));
		byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
		assertRefuses(MessageException.Kind.NO_PACKET,
				() -> this.assembler.text(euro[0], Arrays.copyOfRange(euro, 1, euro.length)));
		assertRefuses(MessageException.Kind.NOT_UTF8, () -> this.assembler.text(euro[0], new byte[0]));
	}

	@Test
	void refusesFramesOutOfPlace() {
		this.assembler.begin(new byte[1], true, false);
		assertRefuses(MessageException.Kind.PROTOCOL, () -> this.assembler.text((byte) '4', new byte[0]));
	}

	@Test
	void refusesContinuationsOutOfPlace() {
		assertRefuses(MessageException.Kind.PROTOCOL, () -> this.assembler.proceed(new byte[1], true));
		this.assembler.begin(new byte[1], true, false);
		assertRefuses(MessageException.Kind.PROTOCOL, () -> this.assembler.begin(new byte[1], true, true));
	}

	@Test
	void survivesAnyFrames() {
		for (int i = 0; i < 20_000; i++) {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			byte[] content = new byte[random.nextInt(12)];
			random.nextBytes(content);
			try {
				if (random.nextBoolean()) {
					this.assembler.begin(content, random.nextBoolean(), random.nextBoolean());
				}
				else {
					this.assembler.proceed(content, random.nextBoolean());
				}
			}
			catch (MessageException ex) {
				assertThat(ex.kind()).isNotNull();
			}
		}
	}

	private static void assertRefuses(MessageException.Kind kind, Runnable frame) {
		assertThatExceptionOfType(MessageException.class).isThrownBy(frame::run)
			.extracting(MessageException::kind)
			.isEqualTo(kind);
	}

}
