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

package io.github.socketiospring.benchmarks.jmh;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;

/**
 * A client without a network, which takes and counts packets at once.
 */
final class MemoryTransport implements Transport {

	private final TransportListener session;

	private long taken;

	MemoryTransport(TransportListener session) {
		this.session = session;
	}

	static EnginePacket message(String text) {
		return new EnginePacket(EnginePacketType.MESSAGE, false, text.getBytes(StandardCharsets.UTF_8));
	}

	void receive(EnginePacket packet) {
		this.session.onPacket(this, packet);
	}

	long taken() {
		return this.taken;
	}

	@Override
	public TransportType type() {
		return TransportType.WEBSOCKET;
	}

	@Override
	public boolean isWritable() {
		return true;
	}

	@Override
	public void requestWrite() {
		while (this.session.nextPacket(this) != null) {
			this.taken++;
		}
	}

	@Override
	public void suspendReading(boolean suspended) {
		// Only the benchmark sends packets.
	}

	@Override
	public void close() {
		this.session.onClose(this);
	}

	@Override
	public void terminate(Farewell farewell) {
		// There are no resources to release.
	}

}
