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

/**
 * A complete packet of a client. Its arguments are not parsed yet: code that knows their
 * types reads or keeps them before the next packet of the connection is decoded.
 *
 * @param type the type, never a binary one
 * @param namespace the namespace, which starts with a slash
 * @param id the acknowledgement id, {@link Packet#NO_ID} for none
 * @param event the event name, {@code null} for an event without a name and for all other
 * packets
 * @param arguments the arguments of an event or acknowledgement, empty for other packets
 * @param payload the payload of CONNECT or CONNECT_ERROR, {@code null} for none
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#exchange-protocol">Exchange
 * protocol</a>
 */
public record ReceivedPacket(PacketType type, String namespace, long id, @Nullable String event,
		ArgumentReader arguments, @Nullable ReceivedPayload payload) {

}
