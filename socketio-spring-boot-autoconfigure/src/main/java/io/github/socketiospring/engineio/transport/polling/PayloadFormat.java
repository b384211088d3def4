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

package io.github.socketiospring.engineio.transport.polling;

import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.packet.Utf8;
import io.github.socketiospring.engineio.packet.v3.PayloadCodecV3;

/**
 * The format of HTTP bodies with several packets, as the client requested it when it
 * opened its session.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#packet-encoding">Engine.IO
 * protocol, packet encoding</a>
 */
public enum PayloadFormat {

	/** Revision 4, always text. */
	REVISION_4 {

		@Override
		public Body encode(List<EnginePacket> packets) {
			return new Body(PayloadCodec.encode(packets), false);
		}

		@Override
		public PayloadCodec.Payload decode(byte[] body, boolean binary) {
			return PayloadCodec.decode(Utf8.repair(body));
		}

	},

	/** Revision 3, binary if a packet contains data. */
	REVISION_3 {

		@Override
		public Body encode(List<EnginePacket> packets) {
			for (EnginePacket packet : packets) {
				if (packet.binary()) {
					return new Body(PayloadCodecV3.encodeBinary(packets), true);
				}
			}
			return new Body(PayloadCodecV3.encodeText(packets), false);
		}

		@Override
		public PayloadCodec.Payload decode(byte[] body, boolean binary) {
			return decodeV3(body, binary);
		}

	},

	/** Revision 3 for clients that cannot take data: {@code b64=1} and JSONP. */
	REVISION_3_TEXT {

		@Override
		public Body encode(List<EnginePacket> packets) {
			return new Body(PayloadCodecV3.encodeText(packets), false);
		}

		@Override
		public PayloadCodec.Payload decode(byte[] body, boolean binary) {
			return decodeV3(body, binary);
		}

	};

	/**
	 * Join packets.
	 * @param packets at least one packet
	 * @return the body and whether it is binary
	 */
	public abstract Body encode(List<EnginePacket> packets);

	/**
	 * Split a body.
	 * @param body the body of a {@code POST} request
	 * @param binary whether it was sent as {@code application/octet-stream}
	 * @return the packets up to the end or up to the first invalid packet
	 */
	public abstract PayloadCodec.Payload decode(byte[] body, boolean binary);

	private static PayloadCodec.Payload decodeV3(byte[] body, boolean binary) {
		return binary ? PayloadCodecV3.decodeBinary(body) : PayloadCodecV3.decodeText(Utf8.repair(body));
	}

	/**
	 * A body.
	 *
	 * @param bytes the bytes as they are sent
	 * @param binary whether they are something other than text
	 */
	public record Body(byte[] bytes, boolean binary) {

	}

}
