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

package io.github.socketiospring.engineio;

import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.Transport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OutboundQueue}.
 */
class OutboundQueueTests {

	private final Transport transport = mock();

	private final OutboundQueue queue = new OutboundQueue(3, 10);

	OutboundQueueTests() {
		this.queue.handOver(this.transport);
	}

	private static EnginePacket packet(int length) {
		return new EnginePacket(EnginePacketType.MESSAGE, true, new byte[length]);
	}

	@Test
	void givesPacketsBackInOrderAndCountsTheirBytes() {
		EnginePacket first = packet(1);
		EnginePacket second = packet(2);
		EnginePacket third = packet(3);
		assertThat(this.queue.offer(first)).isTrue();
		assertThat(this.queue.offer(second)).isTrue();
		assertThat(this.queue.poll(this.transport)).isSameAs(first);
		assertThat(this.queue.offer(third)).isTrue();
		assertThat(this.queue.bytes()).isEqualTo(5);
		assertThat(this.queue.poll(this.transport)).isSameAs(second);
		assertThat(this.queue.poll(this.transport)).isSameAs(third);
		assertThat(this.queue.poll(this.transport)).isNull();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.bytes()).isZero();
	}

	@Test
	void takesNoMoreThanItMay() {
		assertThat(this.queue.offer(packet(1))).isTrue();
		assertThat(this.queue.offer(packet(1))).isTrue();
		assertThat(this.queue.offer(List.of(new EngineMessage(packet(1)), new EngineMessage(packet(1))))).isFalse();
		assertThat(this.queue.offer(packet(9))).isFalse();
		assertThat(this.queue.offer(packet(8))).isTrue();
		assertThat(this.queue.offer(packet(0))).isFalse();
		assertThat(this.queue.bytes()).isEqualTo(10);
	}

	@Test
	void takesOnePacketOfAnySize() {
		assertThat(this.queue.offer(packet(100))).isTrue();
		assertThat(this.queue.offer(packet(0))).isFalse();
		this.queue.poll(this.transport);
		assertThat(this.queue.offer(packet(1))).isTrue();
	}

	@Test
	void givesPacketsOnlyToItsConsumer() {
		Transport successor = mock();
		this.queue.offer(packet(1));
		assertThat(this.queue.poll(successor)).isNull();
		this.queue.handOver(successor);
		assertThat(this.queue.poll(this.transport)).isNull();
		assertThat(this.queue.poll(successor)).isNotNull();
	}

	@Test
	void canBeCleared() {
		this.queue.offer(packet(1));
		this.queue.offer(packet(1));
		this.queue.clear();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.bytes()).isZero();
		EnginePacket next = packet(1);
		this.queue.offer(next);
		assertThat(this.queue.poll(this.transport)).isSameAs(next);
		assertThat(this.queue.poll(this.transport)).isNull();
	}

	@Test
	void takesMessagesTogetherBehindThoseThatWait() {
		EnginePacket first = packet(1);
		EnginePacket second = packet(2);
		EnginePacket third = packet(3);
		this.queue.offer(first);
		assertThat(this.queue.offer(List.of(new EngineMessage(second), new EngineMessage(third)))).isTrue();
		assertThat(this.queue.bytes()).isEqualTo(6);
		assertThat(this.queue.poll(this.transport)).isSameAs(first);
		assertThat(this.queue.poll(this.transport)).isSameAs(second);
		assertThat(this.queue.poll(this.transport)).isSameAs(third);
	}

}
