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

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;

/**
 * A text or binary message, immutable by contract: arrays handed in or out must not be
 * changed afterwards, so that one message can be shared by all receivers of a broadcast.
 *
 * @since 0.1.0
 */
public final class EngineMessage {

	private final EnginePacket packet;

	private EngineMessage(boolean binary, byte[] bytes) {
		this(new EnginePacket(EnginePacketType.MESSAGE, binary, bytes));
	}

	EngineMessage(EnginePacket packet) {
		this.packet = packet;
	}

	/**
	 * A text message.
	 * @param text the content, of any length
	 * @return a message with the text in UTF-8
	 */
	public static EngineMessage text(String text) {
		return new EngineMessage(false, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A text message that is already encoded.
	 * @param utf8 the text in well-formed UTF-8
	 * @return a message with these bytes, not copied
	 */
	public static EngineMessage text(byte[] utf8) {
		return new EngineMessage(false, utf8);
	}

	/**
	 * A binary message.
	 * @param bytes the content, not to be changed afterwards
	 * @return a message with these bytes, not copied
	 */
	public static EngineMessage binary(byte[] bytes) {
		return new EngineMessage(true, bytes);
	}

	/**
	 * Set whether this message may be compressed. By default a message is compressed if
	 * client and server agree to it and it is long enough.
	 * @param compress {@code false} for content that cannot be compressed well, or that
	 * must not be compressed together with the content of others
	 * @return this message, or a copy with the other choice
	 */
	public EngineMessage withCompression(boolean compress) {
		return (compress == this.packet.compress()) ? this : new EngineMessage(
				new EnginePacket(this.packet.type(), this.packet.binary(), this.packet.data(), compress));
	}

	/**
	 * Whether this may be compressed.
	 * @return {@code true} by default
	 */
	public boolean isCompressible() {
		return this.packet.compress();
	}

	/**
	 * Whether this is a binary message.
	 * @return {@code false} for text
	 */
	public boolean isBinary() {
		return this.packet.binary();
	}

	/**
	 * The content: raw bytes, or text in UTF-8.
	 * @return the content, not to be changed
	 */
	public byte[] bytes() {
		return this.packet.data();
	}

	/**
	 * The memory of the message while it waits: its content and the overhead of objects.
	 * @return an estimated number of bytes
	 */
	public int cost() {
		return this.packet.cost();
	}

	/**
	 * The content as text.
	 * @return the content decoded from UTF-8
	 */
	public String asText() {
		return new String(this.packet.data(), StandardCharsets.UTF_8);
	}

	EnginePacket packet() {
		return this.packet;
	}

}
