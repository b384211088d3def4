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

/**
 * Requests of maximum size, for sessions that then stay idle.
 */
final class Handshakes {

	private static final int SESSIONS = 20;

	/** They fit into the 8 KB that a web server reads. */
	private static final String HEADERS = "a:b\r\n".repeat(1_300);

	/** They fit into the 4 KB that a web server reads. */
	private static final int PARAMETERS = 900;

	private Handshakes() {
	}

	static void withManyHeaders(Assault assault) throws IOException {
		for (int i = 0; i < SESSIONS; i++) {
			assault.open(assault.connect(), "", HEADERS);
		}
	}

	static void withManyParameters(Assault assault) throws IOException {
		StringBuilder query = new StringBuilder();
		for (int i = 0; i < PARAMETERS; i++) {
			query.append('&').append(Integer.toString(36 * 36 + i, 36));
		}
		for (int i = 0; i < SESSIONS; i++) {
			assault.open(assault.connect(), query.toString(), "");
		}
	}

}
