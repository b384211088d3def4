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

package io.github.socketiospring.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A packet that arrived whole. Its arguments are still on the wire, so to speak: they are
 * read by whoever knows their types, before the next packet is decoded.
 *
 * @param type what the packet is for, never one of the binary types
 * @param namespace the namespace, beginning with a slash
 * @param id the acknowledgement id, {@link Packet#NO_ID} for none
 * @param event the event's name, {@code null} for an event without one and for all other
 * packets
 * @param arguments the arguments of an event or acknowledgement, none for other packets
 * @param payload the payload of CONNECT and CONNECT_ERROR, if any
 * @since 0.1.0
 */
public record ReceivedPacket(PacketType type, String namespace, long id, @Nullable String event,
		ArgumentReader arguments, @Nullable ObjectNode payload) {

}
