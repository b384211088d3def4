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
import org.jspecify.annotations.Nullable;

/**
 * The format of the bodies of one session, chosen by the request that opened it.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#packet-encoding">Engine.IO
 * protocol, packet encoding</a>
 */
public final class PollingFormat {

	private static final String TEXT = "text/plain; charset=UTF-8";

	private static final String BINARY = "application/octet-stream";

	/** With {@code nosniff} browsers only run scripts of this type. */
	private static final String SCRIPT = "text/javascript; charset=UTF-8";

	private static final byte[] NOTHING = {};

	/** Bodies of protocol revision 4. */
	public static final PollingFormat REVISION_4 = new PollingFormat(PayloadFormat.REVISION_4, null);

	private static final PollingFormat REVISION_3 = new PollingFormat(PayloadFormat.REVISION_3, null);

	private static final PollingFormat REVISION_3_TEXT = new PollingFormat(PayloadFormat.REVISION_3_TEXT, null);

	private final PayloadFormat payload;

	private final @Nullable Jsonp jsonp;

	private PollingFormat(PayloadFormat payload, @Nullable Jsonp jsonp) {
		this.payload = payload;
		this.jsonp = jsonp;
	}

	/**
	 * Bodies of protocol revision 3.
	 * @param base64 whether the client cannot take data
	 * @param jsonp the client's function for JSONP, {@code null} without
	 * @return the format for that client
	 */
	public static PollingFormat revision3(boolean base64, @Nullable String jsonp) {
		if (jsonp != null) {
			return new PollingFormat(PayloadFormat.REVISION_3_TEXT, new Jsonp(jsonp));
		}
		return base64 ? REVISION_3_TEXT : REVISION_3;
	}

	/**
	 * Whether a client may post binary data.
	 * @return {@code false} for revision 4
	 */
	public boolean takesBinary() {
		return this.payload != PayloadFormat.REVISION_4;
	}

	PollAnswer encode(List<EnginePacket> packets) {
		PayloadFormat.Body body = this.payload.encode(packets);
		boolean compress = isAnyToBeCompressed(packets);
		if (this.jsonp != null) {
			return new PollAnswer(this.jsonp.wrap(body.bytes()), SCRIPT, compress);
		}
		return new PollAnswer(body.bytes(), body.binary() ? BINARY : TEXT, compress);
	}

	private static boolean isAnyToBeCompressed(List<EnginePacket> packets) {
		for (EnginePacket packet : packets) {
			if (packet.compress()) {
				return true;
			}
		}
		return false;
	}

	PayloadCodec.Payload decode(byte[] body, boolean binary) {
		byte[] payload = (this.jsonp != null) ? Jsonp.unwrap(body) : body;
		return (payload != null) ? this.payload.decode(payload, binary) : PayloadCodec.decode(NOTHING);
	}

}
