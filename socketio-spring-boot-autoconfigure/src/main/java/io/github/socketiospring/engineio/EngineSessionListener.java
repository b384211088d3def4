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

/**
 * Observes the packets of one {@link EngineSession}. Called on the thread that handles
 * the packet, usually an event loop: implementations must not block. An exception is
 * logged and has no other effect.
 *
 * @since 0.1.0
 * @see EngineSession#addListener(EngineSessionListener)
 */
public interface EngineSessionListener {

	/**
	 * A packet arrived from the client, including those of the heartbeat. Calls are
	 * serial, and are made before the packet is handled.
	 * @param packet the packet as it was decoded
	 */
	default void onPacket(EnginePacket packet) {
	}

	/**
	 * A packet is about to be queued for the client. Called on the sender's thread.
	 * @param packet the packet as it will be encoded
	 */
	default void onPacketCreate(EnginePacket packet) {
	}

	/**
	 * The queue is empty, since the transport has taken all packets. Calls are serial
	 * with those of {@link #onPacket}, and may be repeated even if nothing was queued in
	 * between.
	 */
	default void onDrain() {
	}

}
