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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.engineio.OutboundQueue.Offer;
import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.TestMemory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OutboundQueue}.
 */
class OutboundQueueTests {

	/** The cost of three packets without data, and ten bytes. */
	private static final int LIMIT = 3 * packet(0).cost() + 10;

	private final Transport transport = mock();

	private final MemoryBudget memory = TestMemory.budget();

	private final UntakenPackets untaken = new UntakenPackets(this.memory);

	private final MemoryAccount account = TestMemory.account(this.memory);

	private final OutboundQueue queue = new OutboundQueue(LIMIT, this.account, this.untaken);

	OutboundQueueTests() {
		this.queue.handOver(this.transport);
	}

	private static EnginePacket packet(int length) {
		return new EnginePacket(EnginePacketType.MESSAGE, true, new byte[length]);
	}

	@Test
	void givesPacketsBackInOrderAndCountsWhatTheyCost() {
		EnginePacket first = packet(1);
		EnginePacket second = packet(2);
		EnginePacket third = packet(3);
		assertThat(this.queue.offer(first)).isEqualTo(Offer.FIRST);
		assertThat(this.queue.offer(second)).isEqualTo(Offer.BEHIND);
		assertThat(this.queue.poll(this.transport)).isSameAs(first);
		assertThat(this.queue.offer(third)).isEqualTo(Offer.BEHIND);
		assertThat(this.queue.cost()).isEqualTo(second.cost() + third.cost());
		assertThat(this.queue.poll(this.transport)).isSameAs(second);
		assertThat(this.queue.poll(this.transport)).isSameAs(third);
		assertThat(this.queue.poll(this.transport)).isNull();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.cost()).isZero();
	}

	@Test
	void takesNoMoreThanItMay() {
		assertThat(this.queue.offer(packet(1))).isEqualTo(Offer.FIRST);
		assertThat(this.queue.offer(packet(1))).isEqualTo(Offer.BEHIND);
		assertThat(this.queue.offer(messages(1, 1))).isEqualTo(Offer.REFUSED);
		assertThat(this.queue.offer(packet(9))).isEqualTo(Offer.REFUSED);
		assertThat(this.queue.offer(packet(8))).isEqualTo(Offer.BEHIND);
		assertThat(this.queue.offer(packet(0))).isEqualTo(Offer.REFUSED);
		assertThat(this.queue.cost()).isEqualTo(LIMIT);
	}

	@Test
	void takesFourTimesAsMuchUntilAWriteIsTriedAndChargesIt() {
		this.queue.offer(packet(10));
		this.queue.offer(packet(0), true);
		this.queue.offer(packet(0), true);
		assertThat(this.queue.cost()).isEqualTo(LIMIT);
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isZero();
		for (int i = 0; i < 9; i++) {
			assertThat(this.queue.offer(packet(0))).isEqualTo(Offer.REFUSED);
			assertThat(this.queue.offer(packet(0), true)).isEqualTo(Offer.BEHIND);
			assertThat(this.account.held(MemoryKind.OUTBOUND)).isEqualTo(this.queue.cost());
		}
		assertThat(this.queue.offer(messages(0), true)).isEqualTo(Offer.REFUSED);
		this.queue.add(messages(0));
		assertThat(this.queue.added(1, true)).isEqualTo(Offer.REFUSED);
		while (!this.queue.isEmpty()) {
			this.queue.poll(this.transport);
		}
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isZero();
	}

	@Test
	void takesOnePacketOfAnySize() {
		assertThat(this.queue.offer(packet(1000))).isEqualTo(Offer.FIRST);
		assertThat(this.queue.offer(packet(0))).isEqualTo(Offer.REFUSED);
		this.queue.poll(this.transport);
		assertThat(this.queue.offer(packet(1))).isEqualTo(Offer.FIRST);
	}

	@Test
	void addsWhatItMayNotAndSaysSoAfterwards() {
		this.queue.add(messages(1000));
		assertThat(this.queue.added(1, false)).isEqualTo(Offer.FIRST);
		this.queue.add(messages(0, 0));
		assertThat(this.queue.added(2, false)).isEqualTo(Offer.REFUSED);
		this.queue.poll(this.transport);
		assertThat(this.queue.added(2, false)).isEqualTo(Offer.FIRST);
		this.queue.add(messages(0));
		assertThat(this.queue.added(1, false)).isEqualTo(Offer.BEHIND);
		OutboundQueue large = new OutboundQueue(Long.MAX_VALUE, this.account, this.untaken);
		for (int i = 1; i <= 1024; i++) {
			large.add(messages(0));
			assertThat(large.added(1, false))
				.isEqualTo((i == 1) ? Offer.FIRST : (i < 1024) ? Offer.BEHIND : Offer.PILED_UP);
		}
	}

	@Test
	void tellsWheneverAnotherPileWaits() {
		OutboundQueue large = new OutboundQueue(Long.MAX_VALUE, this.account, this.untaken);
		List<Integer> piles = new ArrayList<>();
		for (int i = 1; i <= 3000; i++) {
			if (large.offer(packet(0)) == Offer.PILED_UP) {
				piles.add(i);
			}
		}
		assertThat(piles).containsExactly(1024, 2048);
		for (int i = 3001; i < 3072; i++) {
			large.offer(packet(0));
		}
		assertThat(large.offer(messages(0, 0))).isEqualTo(Offer.PILED_UP);
		assertThat(large.offer(messages(0, 0))).isEqualTo(Offer.BEHIND);
	}

	@Test
	void countsWhatItsClientDoesNotTake() {
		this.queue.offer(packet(1));
		this.queue.offer(packet(2));
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isZero();
		this.queue.lag();
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isEqualTo(this.queue.cost());
		this.queue.offer(packet(3));
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isEqualTo(this.queue.cost());
		assertThat(this.memory.used()).isGreaterThan(this.queue.cost());
		this.queue.poll(this.transport);
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isEqualTo(this.queue.cost());
		this.queue.poll(this.transport);
		this.queue.poll(this.transport);
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isZero();
		assertThat(this.memory.used()).isZero();
		this.queue.offer(packet(4));
		assertThat(this.memory.used()).isZero();
	}

	@Test
	void packetThatManyDoNotTakeCountsOnceForTheServer() {
		EnginePacket shared = packet(1000);
		List<OutboundQueue> queues = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			OutboundQueue queue = new OutboundQueue(Long.MAX_VALUE, this.account, this.untaken);
			queue.handOver(this.transport);
			queue.offer(shared);
			queue.lag();
			queues.add(queue);
		}
		assertThat(this.account.held(MemoryKind.OUTBOUND)).isEqualTo(3 * shared.cost());
		assertThat(this.memory.used()).isBetween((long) shared.cost(), 2L * shared.cost());
		queues.get(0).poll(this.transport);
		queues.get(1).close();
		assertThat(this.memory.used()).isGreaterThan(shared.cost());
		queues.get(2).poll(this.transport);
		assertThat(this.memory.used()).isZero();
		assertThat(this.account.held()).isZero();
	}

	@Test
	void takesNothingAfterItsEnd() {
		this.queue.offer(packet(1));
		this.queue.lag();
		this.queue.close();
		assertThat(this.queue.offer(packet(1))).isEqualTo(Offer.DROPPED);
		assertThat(this.queue.offer(messages(1))).isEqualTo(Offer.DROPPED);
		assertThat(this.queue.isEmpty()).isTrue();
		this.queue.lag();
		assertThat(this.memory.used()).isZero();
	}

	@Test
	void tellsWhetherSomethingWasTaken() {
		this.queue.offer(packet(1));
		int taken = this.queue.taken();
		this.queue.poll(mock());
		assertThat(this.queue.taken()).isEqualTo(taken);
		this.queue.poll(this.transport);
		assertThat(this.queue.taken()).isNotEqualTo(taken);
		taken = this.queue.taken();
		this.queue.poll(this.transport);
		assertThat(this.queue.taken()).isEqualTo(taken);
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
	void canBeClosed() {
		this.queue.offer(packet(1));
		this.queue.offer(packet(1));
		this.queue.close();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.cost()).isZero();
	}

	@Test
	void takesMessagesTogetherBehindThoseThatWait() {
		EnginePacket first = packet(1);
		EnginePacket second = packet(2);
		EnginePacket third = packet(3);
		this.queue.offer(first);
		assertThat(this.queue.offer(List.of(new EngineMessage(second), new EngineMessage(third))))
			.isEqualTo(Offer.BEHIND);
		assertThat(this.queue.cost()).isEqualTo(first.cost() + second.cost() + third.cost());
		assertThat(this.queue.poll(this.transport)).isSameAs(first);
		assertThat(this.queue.poll(this.transport)).isSameAs(second);
		assertThat(this.queue.poll(this.transport)).isSameAs(third);
	}

	private static List<EngineMessage> messages(int... lengths) {
		return Arrays.stream(lengths).mapToObj((length) -> new EngineMessage(packet(length))).toList();
	}

}
