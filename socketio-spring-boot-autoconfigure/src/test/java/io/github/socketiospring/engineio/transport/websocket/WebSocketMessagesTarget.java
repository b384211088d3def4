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

import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.TestMemory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any frames are decoded to packets or fail with a {@link MessageException}, and a packet
 * is encoded to a message of the same packet.
 */
public final class WebSocketMessagesTarget implements FuzzTarget {

	private static final int MAX_PAYLOAD = 100;

	@Override
	public void run(FuzzInput input) {
		WebSocketFormat format = input.nextOf(WebSocketFormat.values());
		MessageAssembler assembler = new MessageAssembler(MAX_PAYLOAD, format, TestMemory.account());
		while (!input.isEmpty()) {
			EnginePacket packet = take(assembler, input);
			if (packet != null) {
				assertSurvives(format, packet);
			}
		}
	}

	private static @Nullable EnginePacket take(MessageAssembler assembler, FuzzInput input) {
		int flags = input.nextByte();
		byte[] content = input.nextBytes(MAX_PAYLOAD + 1);
		try {
			boolean last = (flags & 1) == 0;
			return ((flags & 2) == 0) ? assembler.begin(content, (flags & 4) != 0, last)
					: assembler.proceed(content, last);
		}
		catch (MessageException ex) {
			return null;
		}
	}

	private static void assertSurvives(WebSocketFormat format, EnginePacket packet) {
		byte[] message = format.encode(packet);
		EnginePacket decoded = format.isText(packet) ? format.decodeText(message) : format.decodeBinary(message);
		if (format.isText(packet)) {
			EnginePacket split = format.decodeText(message[0], Arrays.copyOfRange(message, 1, message.length));
			assertThat(EngineVectors.describe(List.of(split), false))
				.isEqualTo(EngineVectors.describe(List.of(decoded), false));
		}
		assertThat(EngineVectors.describe(List.of(decoded), false))
			.isEqualTo(EngineVectors.describe(List.of(packet), false));
	}

}
