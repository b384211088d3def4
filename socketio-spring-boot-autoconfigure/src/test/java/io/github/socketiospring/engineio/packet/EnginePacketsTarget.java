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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.transport.polling.PayloadFormat;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;

/**
 * Any packets are encoded to a body of the same packets.
 */
public final class EnginePacketsTarget implements FuzzTarget {

	@Override
	public void run(FuzzInput input) {
		PayloadFormat format = input.nextOf(PayloadFormat.values());
		List<EnginePacket> packets = new ArrayList<>(input.nextList(5, () -> packet(format, input)));
		packets.add(EnginePacket.NOOP);
		PayloadTarget.assertSurvive(format, packets);
	}

	private static EnginePacket packet(PayloadFormat format, FuzzInput input) {
		EnginePacketType type = input.nextOf(EnginePacketType.values());
		if (!input.nextBoolean()) {
			String text = input.nextText(50);
			// The separator of revision 4 cannot be part of a packet.
			return EnginePacket.text(type, (format == PayloadFormat.REVISION_4) ? text.replace('\u001E', ' ') : text);
		}
		EnginePacketType binary = (format == PayloadFormat.REVISION_4) ? EnginePacketType.MESSAGE : type;
		return new EnginePacket(binary, true, input.nextBytes(50));
	}

}
