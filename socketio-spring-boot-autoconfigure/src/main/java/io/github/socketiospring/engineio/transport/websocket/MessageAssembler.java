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

package io.github.socketiospring.engineio.transport.websocket;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.Utf8;
import io.github.socketiospring.engineio.transport.CollectedBytes;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

/**
 * Turns the frames of one WebSocket into packets. Fragments are kept until their message
 * is complete, as long as they fit the limit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.4">RFC 6455,
 * fragmentation</a>
 */
final class MessageAssembler {

	private final int maxPayload;

	private final WebSocketFormat format;

	private final MemoryAccount memory;

	private @Nullable CollectedBytes fragments;

	private boolean binary;

	MessageAssembler(int maxPayload, WebSocketFormat format, MemoryAccount memory) {
		this.maxPayload = maxPayload;
		this.format = format;
		this.memory = memory;
	}

	/**
	 * Take a frame that begins a message.
	 * @param content the frame's content
	 * @param binary whether it is a binary frame
	 * @param last whether the message ends with it
	 * @return the packet, or {@code null} while the message is not complete
	 * @throws MessageException if this cannot become a packet
	 */
	@Nullable EnginePacket begin(byte[] content, boolean binary, boolean last) {
		checkBeginning();
		checkSize(content.length);
		if (last) {
			return decode(content, binary);
		}
		this.binary = binary;
		this.fragments = new CollectedBytes(this.maxPayload, this.memory, MemoryKind.FRAGMENTS);
		add(this.fragments, content);
		return null;
	}

	/**
	 * Take a text frame that is a complete message, as most are. The bytes after the
	 * first become the packet's data without another copy.
	 * @param first the first byte of the frame's content
	 * @param rest its other bytes
	 * @return the decoded packet
	 * @throws MessageException if this cannot become a packet
	 */
	EnginePacket text(byte first, byte[] rest) {
		checkBeginning();
		checkSize(1L + rest.length);
		if (first < 0) {
			// No packet begins like this, but the whole message decides whether it is
			// text.
			byte[] bytes = new byte[1 + rest.length];
			bytes[0] = first;
			System.arraycopy(rest, 0, bytes, 1, rest.length);
			return decode(bytes, false);
		}
		checkText(rest);
		return packet(this.format.decodeText(first, rest));
	}

	/**
	 * Take a frame that continues a message.
	 * @param content the frame's content
	 * @param last whether the message ends with it
	 * @return the packet, or {@code null} while the message is not complete
	 * @throws MessageException if this cannot become a packet
	 */
	@Nullable EnginePacket proceed(byte[] content, boolean last) {
		CollectedBytes message = this.fragments;
		if (message == null) {
			throw new MessageException(MessageException.Kind.PROTOCOL, "a continuation without a beginning");
		}
		checkSize((long) message.size() + content.length);
		add(message, content);
		if (!last) {
			return null;
		}
		this.fragments = null;
		byte[] bytes = message.take();
		message.release();
		return decode(bytes, this.binary);
	}

	private static void add(CollectedBytes message, byte[] content) {
		message.add(content.length, (target, offset) -> System.arraycopy(content, 0, target, offset, content.length));
	}

	/**
	 * Drop the fragments of an incomplete message, since no more is read.
	 */
	void close() {
		CollectedBytes message = this.fragments;
		if (message != null) {
			this.fragments = null;
			message.release();
		}
	}

	private void checkBeginning() {
		if (this.fragments != null) {
			throw new MessageException(MessageException.Kind.PROTOCOL, "a message begins inside another one");
		}
	}

	private void checkSize(long size) {
		if (size > this.maxPayload) {
			throw new MessageException(MessageException.Kind.TOO_LARGE,
					"a message is larger than " + this.maxPayload + " bytes");
		}
	}

	private EnginePacket decode(byte[] bytes, boolean binary) {
		if (binary) {
			return this.format.decodeBinary(bytes);
		}
		checkText(bytes);
		return packet(this.format.decodeText(bytes));
	}

	private static void checkText(byte[] bytes) {
		if (!Utf8.isWellFormed(bytes)) {
			throw new MessageException(MessageException.Kind.NOT_UTF8, "a text message is not well-formed UTF-8");
		}
	}

	private static EnginePacket packet(@Nullable EnginePacket packet) {
		if (packet == null) {
			throw new MessageException(MessageException.Kind.NO_PACKET, "a text message is not a packet");
		}
		return packet;
	}

}
