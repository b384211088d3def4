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

package io.github.socketiospring.engineio.packet;

import java.util.List;

import io.github.socketiospring.engineio.transport.polling.PayloadFormat;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.testsupport.EngineVectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any body is decoded to packets, malformed or not, and these are encoded to a body of
 * the same packets.
 */
public final class PayloadTarget implements FuzzTarget {

	@Override
	public void run(FuzzInput input) {
		PayloadFormat format = input.nextOf(PayloadFormat.values());
		boolean binary = input.nextBoolean();
		List<EnginePacket> packets = format.decode(input.rest(), binary).packets();
		if (!packets.isEmpty()) {
			assertSurvive(format, packets);
		}
	}

	static void assertSurvive(PayloadFormat format, List<EnginePacket> packets) {
		PayloadFormat.Body body = format.encode(packets);
		PayloadCodec.Payload payload = format.decode(body.bytes(), body.binary());
		assertThat(EngineVectors.describe(payload.packets(), payload.malformed()))
			.isEqualTo(EngineVectors.describe(packets, false));
	}

}
