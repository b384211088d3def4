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

package io.github.socketiospring.engineio.transport.polling;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.testsupport.EngineVectors;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any form of a JSONP client is decoded to packets, and packets are encoded to a script
 * that does nothing but call the client's function with the same packets.
 */
public final class PollingBodyTarget implements FuzzTarget {

	@Override
	public void run(FuzzInput input) {
		boolean binary = input.nextBoolean();
		PollingFormat format = PollingFormat.revision3(false, input.nextUtf16(8));
		List<EnginePacket> packets = format.decode(input.rest(), binary).packets();
		PollAnswer answer = format.encode(packets);
		String script = new String(answer.body(), StandardCharsets.UTF_8);
		assertThat(script).matches("(?s)___eio\\[[0-9]*\\]\\(\".*\"\\);");
		String literal = script.substring(script.indexOf('(') + 1, script.length() - 2);
		assertThat(literal).doesNotContain("\n", "\r", "\u2028", "\u2029");
		byte[] body = JsonMapper.shared().readValue(literal, String.class).getBytes(StandardCharsets.UTF_8);
		PayloadCodec.Payload payload = PayloadFormat.REVISION_3_TEXT.decode(body, false);
		assertThat(EngineVectors.describe(payload.packets(), false)).isEqualTo(EngineVectors.describe(packets, false));
	}

}
