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

package io.github.socketiospring.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.protocol.EncodedPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outbox}.
 */
class OutboxTests {

	private final TestEngineSession session = TestEngineSession.open(SocketIOServer.builder().build());

	private final List<String> overflows = new ArrayList<>();

	@Test
	void sendsWhatItHeldBack() {
		Outbox outbox = outbox(2, 100);
		outbox.holdBack();
		outbox.send(message(1));
		outbox.send(message(2));
		outbox.sendAhead(message(3));
		outbox.release();
		outbox.send(message(4));
		assertThat(this.session.sent()).containsExactly("xxx", "x", "xx", "xxxx");
		assertThat(this.overflows).isEmpty();
	}

	@Test
	void holdsNoMorePacketsThanTheLimit() {
		Outbox outbox = outbox(2, 100);
		outbox.holdBack();
		for (int i = 0; i < 5; i++) {
			outbox.send(message(1));
		}
		assertThat(this.overflows).hasSize(1);
		outbox.release();
		assertThat(this.session.sent()).isEmpty();
	}

	@Test
	void holdsNoMoreBytesThanTheLimit() {
		Outbox outbox = outbox(10, 5);
		outbox.holdBack();
		outbox.send(message(3));
		outbox.send(message(2));
		assertThat(this.overflows).isEmpty();
		outbox.send(message(1));
		assertThat(this.overflows).hasSize(1);
	}

	private Outbox outbox(int packets, long bytes) {
		SocketIOOptions options = SocketIOOptions.builder().maxHeldPackets(packets).maxHeldBytes(bytes).build();
		return new Outbox(this.session, options, () -> this.overflows.add("overflow"));
	}

	private static WireMessage message(int length) {
		byte[] text = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
		return WireMessage.of(new EncodedPacket(false, text, List.of()), true);
	}

}
