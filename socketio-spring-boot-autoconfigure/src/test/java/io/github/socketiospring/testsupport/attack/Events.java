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

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;

/**
 * Events that are expensive to handle.
 */
final class Events {

	/** Some hundred bytes of them were a second of computing. */
	private static final int NUMBERS = 100;

	private static final int FAILING = 50;

	private static final int BLOCKING = 500;

	private Events() {
	}

	static void expensiveNumbers(Assault assault) throws IOException {
		assault.entered().text(Packets.event("numbers", Packets.json("[" + "1e99999,".repeat(NUMBERS) + "1e99999]")));
	}

	static void failing(Assault assault) throws IOException {
		send(assault, Packets.event("fail"), FAILING);
	}

	static void blocking(Assault assault) throws IOException {
		send(assault, Packets.event("block"), BLOCKING);
	}

	private static void send(Assault assault, String event, int count) throws IOException {
		RawConnection connection = assault.entered();
		for (int i = 0; i < count; i++) {
			connection.text(event);
		}
	}

}
