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

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryHolder;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a transport whose session ended before the transport was created.
 */
final class EndedSession implements TransportListener, MemoryHolder {

	private final MemoryAccount memory;

	EndedSession(MemoryBudget budget) {
		this.memory = budget.open(this);
		this.memory.close();
	}

	@Override
	public void onPacket(Transport transport, EnginePacket packet) {
	}

	@Override
	public void onPayload(Transport transport, PayloadCodec.Payload payload, ReadingTurn turn, Runnable processed) {
		processed.run();
	}

	@Override
	public void onMalformed(Transport transport) {
	}

	@Override
	public void onClose(Transport transport, Runnable ended) {
		ended.run();
	}

	@Override
	public void onError(Transport transport, String description) {
	}

	@Override
	public @Nullable EnginePacket nextPacket(Transport transport) {
		return null;
	}

	@Override
	public boolean hasPackets(Transport transport) {
		return false;
	}

	@Override
	public MemoryAccount memory() {
		return this.memory;
	}

	@Override
	public String name() {
		return "(ended)";
	}

	@Override
	public @Nullable String address() {
		return null;
	}

	@Override
	public boolean isTaking() {
		return false;
	}

	@Override
	public void giveBack(Excess excess, long held) {
		// The transport ends anyway.
	}

}
