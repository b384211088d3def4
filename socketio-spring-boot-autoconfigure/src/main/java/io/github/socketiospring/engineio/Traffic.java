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

import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.engineio.packet.EnginePacket;

/**
 * The packets with content that all sessions of a server receive and send, and their
 * bytes. They are counted only after a request, since that takes time for each packet.
 */
final class Traffic {

	private final LongAdder receivedBytes = new LongAdder();

	private final LongAdder sentBytes = new LongAdder();

	private final LongAdder receivedPackets = new LongAdder();

	private final LongAdder sentPackets = new LongAdder();

	private volatile boolean counted;

	void count() {
		this.counted = true;
	}

	void received(EnginePacket packet) {
		if (this.counted && packet.data().length > 0) {
			this.receivedPackets.increment();
			this.receivedBytes.add(packet.data().length);
		}
	}

	void sent(EnginePacket packet) {
		if (this.counted && packet.data().length > 0) {
			this.sentPackets.increment();
			this.sentBytes.add(packet.data().length);
		}
	}

	long receivedPackets() {
		return this.receivedPackets.sum();
	}

	long sentPackets() {
		return this.sentPackets.sum();
	}

	long receivedBytes() {
		return this.receivedBytes.sum();
	}

	long sentBytes() {
		return this.sentBytes.sum();
	}

}
