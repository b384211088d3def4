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

package io.github.socketiospring.testsupport;

import io.netty.handler.codec.http.HttpMethod;

/**
 * A client that begins with a poll and changes to WebSocket while a second one is held.
 */
final class UpgradingLoadClient extends WebSocketLoadClient {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private final LoadHttp polls = new LoadHttp(this, this::polled);

	private boolean probed;

	private boolean released;

	UpgradingLoadClient(LoadClients clients) {
		super(clients);
		clients.execute(() -> poll(""));
	}

	private void poll(String session) {
		this.polls.send(HttpMethod.GET, POLLING + session, "");
	}

	private void polled(String body) {
		if (body.startsWith("0{")) {
			String session = "&sid=" + Packets.sid(body);
			poll(session);
			open(session);
		}
		else {
			this.polls.close();
			this.released = true;
			change();
		}
	}

	@Override
	void upgraded() {
		send(Packets.PROBE);
	}

	@Override
	void receivedText(String packet) {
		if (packet.equals(Packets.PROBE_ANSWER)) {
			this.probed = true;
			change();
		}
		else {
			super.receivedText(packet);
		}
	}

	/**
	 * A poll that came after the change would be one of another transport.
	 */
	private void change() {
		if (this.probed && this.released) {
			send(Packets.UPGRADE);
			send(Packets.CONNECT);
		}
	}

	@Override
	public void abort() {
		clients().execute(this.polls::reset);
		super.abort();
	}

}
