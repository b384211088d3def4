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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;

/**
 * The packets that wait for clients that do not read, each with the number of queues in
 * which it waits. The server keeps a packet once, so it is counted once regardless of
 * that number. A packet that is taken at once is never added.
 */
final class UntakenPackets {

	private final Map<EnginePacket, Integer> queues = new ConcurrentHashMap<>();

	private final MemoryBudget memory;

	UntakenPackets(MemoryBudget memory) {
		this.memory = memory;
	}

	/**
	 * A packet waits in one more queue.
	 * @param packet a packet of one session, or of a broadcast to many
	 */
	void add(EnginePacket packet) {
		if (this.queues.merge(packet, 1, Integer::sum) == 1) {
			this.memory.charge(MemoryKind.OUTBOUND, cost(packet));
		}
	}

	/**
	 * A packet was taken from a queue.
	 * @param packet a packet that was added before
	 */
	void remove(EnginePacket packet) {
		if (this.queues.computeIfPresent(packet, (key, count) -> (count > 1) ? count - 1 : null) == null) {
			this.memory.release(MemoryKind.OUTBOUND, cost(packet));
		}
	}

	private static int cost(EnginePacket packet) {
		return packet.cost() + MemoryCost.MAP_ENTRY;
	}

}
