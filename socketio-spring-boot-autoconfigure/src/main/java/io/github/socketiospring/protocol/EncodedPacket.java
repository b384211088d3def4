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

import java.util.List;

/**
 * A packet in its wire format: one message, directly followed by its attachments. One
 * encoded packet is sent to many receivers, so the arrays must not be changed.
 *
 * @param binary whether the message itself is binary, which depends on the parser
 * @param message the message; text is encoded in UTF-8
 * @param attachments the attachments in the order of their placeholders
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
public record EncodedPacket(boolean binary, byte[] message, List<byte[]> attachments) {

}
