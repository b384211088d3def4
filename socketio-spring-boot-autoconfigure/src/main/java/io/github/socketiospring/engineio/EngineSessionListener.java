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
 * Is told of the packets of one {@link EngineSession}. Called on the thread where it
 * happens, most often an event loop: implementations must not block. What they throw is
 * logged and changes nothing.
 *
 * @since 0.1.0
 * @see EngineSession#addListener(EngineSessionListener)
 */
public interface EngineSessionListener {

	/**
	 * A packet came from the client, also one of the heartbeat. Calls are serial, and
	 * come before the packet is handled.
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
	 * All that was queued was taken by the transport. Calls are serial with those of
	 * {@link #onPacket}, and may be repeated when nothing was queued meanwhile.
	 */
	default void onDrain() {
	}

}
