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

import java.util.Base64;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketCodec;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.packet.v3.EnginePacketCodecV3;
import org.jspecify.annotations.Nullable;

/**
 * The format of the messages of one WebSocket, chosen by its request. In all formats a
 * text packet begins with the digit of its type; they differ in the encoding of binary
 * data.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#packet-encoding">Engine.IO
 * protocol, packet encoding</a>
 */
public enum WebSocketFormat {

	/** Revision 4: a binary message contains only data. */
	REVISION_4 {

		@Override
		byte[] encodeBinary(EnginePacket packet) {
			return packet.data();
		}

	},

	/** Revision 4 for clients that cannot take data: {@code bAQIDBA==}. */
	REVISION_4_TEXT {

		@Override
		byte[] encodeBinary(EnginePacket packet) {
			byte[] base64 = Base64.getEncoder().encode(packet.data());
			return prefixed((byte) 'b', base64);
		}

	},

	/** Revision 3: a binary message begins with the number of its type. */
	REVISION_3 {

		@Override
		byte[] encodeBinary(EnginePacket packet) {
			return prefixed((byte) packet.type().ordinal(), packet.data());
		}

	},

	/** Revision 3 for clients that cannot take data: {@code b4AQIDBA==}. */
	REVISION_3_TEXT {

		@Override
		byte[] encodeBinary(EnginePacket packet) {
			return EnginePacketCodecV3.base64Text(packet);
		}

	};

	static final int COUNT = values().length;

	/**
	 * The format of protocol revision 4.
	 * @param base64 whether the client does not support binary data
	 * @return the format for that client
	 */
	public static WebSocketFormat revision4(boolean base64) {
		return base64 ? REVISION_4_TEXT : REVISION_4;
	}

	/**
	 * The format of protocol revision 3.
	 * @param base64 whether the client does not support binary data
	 * @return the format for that client
	 */
	public static WebSocketFormat revision3(boolean base64) {
		return base64 ? REVISION_3_TEXT : REVISION_3;
	}

	abstract byte[] encodeBinary(EnginePacket packet);

	boolean isText(EnginePacket packet) {
		return !packet.binary() || this == REVISION_4_TEXT || this == REVISION_3_TEXT;
	}

	byte[] encode(EnginePacket packet) {
		return packet.binary() ? encodeBinary(packet) : prefixed(packet.type().digit(), packet.data());
	}

	@Nullable EnginePacket decodeText(byte[] bytes) {
		return isRevision3() ? EnginePacketCodecV3.decodeText(bytes, 0, bytes.length)
				: EnginePacketCodec.decodeText(bytes, 0, bytes.length);
	}

	@Nullable EnginePacket decodeText(byte first, byte[] rest) {
		return isRevision3() ? EnginePacketCodecV3.decodeText(first, rest) : EnginePacketCodec.decodeText(first, rest);
	}

	EnginePacket decodeBinary(byte[] bytes) {
		return isRevision3() ? EnginePacketCodecV3.decodeBinary(bytes, 0, bytes.length)
				: new EnginePacket(EnginePacketType.MESSAGE, true, bytes);
	}

	private boolean isRevision3() {
		return this == REVISION_3 || this == REVISION_3_TEXT;
	}

	private static byte[] prefixed(byte first, byte[] rest) {
		byte[] bytes = new byte[1 + rest.length];
		bytes[0] = first;
		System.arraycopy(rest, 0, bytes, 1, rest.length);
		return bytes;
	}

}
