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

package io.github.socketiospring.testsupport.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;

/**
 * Answers that are requested and then not read.
 */
final class Unread {

	private static final int CLIENTS = 12;

	private static final int STREAMS = 24;

	/** Stays below what may wait for a client. */
	private static final String POUR = Packets.event("pour", 64 * 1024, 200);

	private Unread() {
	}

	static void polls(Assault assault) throws IOException {
		for (int i = 0; i < CLIENTS; i++) {
			RawConnection connection = assault.connect();
			connection.poll("&sid=" + poured(assault, connection));
		}
	}

	static void streams(Assault assault) throws IOException {
		RawConnection connection = assault.connect();
		List<String> targets = new ArrayList<>();
		for (int i = 0; i < STREAMS; i++) {
			targets.add(assault.target(poured(assault, connection)));
		}
		new Http2Requests(assault.connect()).get(targets);
	}

	static void webSockets(Assault assault) throws IOException {
		for (int i = 0; i < CLIENTS; i++) {
			assault.entered().text(POUR);
		}
	}

	private static String poured(Assault assault, RawConnection connection) throws IOException {
		String sid = assault.open(connection, "", "");
		assault.post(connection, sid, Packets.CONNECT + Packets.SEPARATOR + POUR);
		return sid;
	}

}
