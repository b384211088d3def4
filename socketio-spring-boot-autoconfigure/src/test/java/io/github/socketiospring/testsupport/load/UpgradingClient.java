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
import java.util.Map;

import io.github.socketiospring.testsupport.Packets;
import io.netty.buffer.ByteBuf;

/**
 * A client that begins with a poll and changes to WebSocket while a second one is held.
 */
final class UpgradingClient extends WebSocketClient {

	private static final Message PROBE = Message.text(Packets.PROBE);

	private static final Message UPGRADE = Message.text(Packets.UPGRADE);

	private final LoadGenerator load;

	private final int port;

	private final HttpConnection polls;

	private boolean polling;

	private boolean probed;

	UpgradingClient(LoadGenerator load, int port, ClientListener listener) {
		super(listener);
		this.load = load;
		this.port = port;
		this.polls = new HttpConnection(load, port, new Polled());
	}

	void open() {
		this.polls.send(HttpConnection.request("GET", "", Map.of()));
	}

	@Override
	void upgraded() {
		send(PROBE);
	}

	@Override
	void opening(byte type) {
		if (type == '3') {
			this.probed = true;
			change();
		}
	}

	/**
	 * A poll that came after the change would be one of another transport.
	 */
	private void change() {
		if (this.probed && !this.polling) {
			send(UPGRADE);
			enter();
			flush();
		}
	}

	@Override
	public void abort() {
		this.polls.resetOnClose();
		this.polls.close();
		super.abort();
	}

	/**
	 * Takes the answers to the two polls.
	 */
	private final class Polled implements HttpConnection.ResponseListener {

		@Override
		public void onBody(ByteBuf buffer, int index, int length) {
			if (buffer.getByte(index) == '0') {
				String session = "&sid=" + Packets.sid(buffer.toString(index, length, StandardCharsets.UTF_8));
				UpgradingClient.this.polling = true;
				UpgradingClient.this.polls.send(HttpConnection.request("GET", session, Map.of()));
				join(session);
				open(UpgradingClient.this.load, UpgradingClient.this.port);
			}
			else {
				UpgradingClient.this.polling = false;
				UpgradingClient.this.polls.close();
				change();
			}
		}

		@Override
		public void onEnd(Ending ending, Throwable problem) {
			breakOff(ending, problem);
		}

	}

}
