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

package io.github.socketiospring.testsupport.load;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.testsupport.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A message of a client: as WebSocket frames, and as the body of a POST request when it
 * is text.
 */
public final class Message {

	private static final int MASK = 0x5A13C742;

	private final ByteBuf frames;

	private final byte[] body;

	private Message(ByteBuf frames, byte[] body) {
		this.frames = Unpooled.unreleasableBuffer(frames);
		this.body = body;
	}

	/**
	 * A text that is sent repeatedly. It is in memory that the network can read directly,
	 * and is never released.
	 * @param text the packet
	 * @return the message
	 */
	public static Message text(String text) {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		return new Message(frame(Wire.TEXT, body), body);
	}

	/**
	 * A text that is sent once or twice.
	 * @param text the packet
	 * @return the message
	 */
	public static Message passing(String text) {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		return new Message(Unpooled.wrappedBuffer(Wire.frame(Wire.TEXT, MASK, body)), body);
	}

	/**
	 * An event with one attachment, sent again and again.
	 * @param text the packet
	 * @param attachment its attachment
	 * @return the message
	 */
	public static Message binary(String text, byte[] attachment) {
		ByteBuf head = frame(Wire.TEXT, text.getBytes(StandardCharsets.UTF_8));
		ByteBuf tail = frame(Wire.BINARY, attachment);
		return new Message(
				Unpooled.directBuffer(head.readableBytes() + tail.readableBytes()).writeBytes(head).writeBytes(tail),
				new byte[0]);
	}

	static Message close() {
		return new Message(frame(Wire.CLOSE, new byte[0]), new byte[0]);
	}

	private static ByteBuf frame(int head, byte[] payload) {
		byte[] frame = Wire.frame(head, MASK, payload);
		return Unpooled.directBuffer(frame.length).writeBytes(frame);
	}

	ByteBuf frames() {
		return this.frames.duplicate();
	}

	byte[] body() {
		return this.body;
	}

}
