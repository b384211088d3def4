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

package io.github.socketiospring.engineio;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionError}.
 */
class ConnectionErrorTests {

	private static final String SID = "lv_VI97HAXpY6yYWAAAB";

	private final EngineHandshake request = new EngineHandshake("/socket.io/?EIO=4&transport=polling&sid=" + SID,
			Map.of("Cookie", List.of("session=secret")), Map.of("sid", SID),
			InetSocketAddress.createUnresolved("192.0.2.7", 4711), false, Instant.EPOCH, null, Context.empty());

	@Test
	void showsNeitherWholeIdsNorCredentials() {
		ConnectionError error = new ConnectionError(1, "Session ID unknown", Map.of("sid", SID), this.request);
		assertThat(error).asString()
			.contains("1", "Session ID unknown", "sid=lv_VI9…", "192.0.2.7", "/socket.io/")
			.doesNotContain(SID, "secret", "transport");
	}

	@Test
	void tellsWhoAsksTheWholeId() {
		ConnectionError error = new ConnectionError(1, "Session ID unknown", Map.of("sid", SID), this.request);
		assertThat(error.context()).containsEntry("sid", SID);
	}

	@Test
	void showsOtherContextAsItIs() {
		assertThat(new ConnectionError(0, "Transport unknown", Map.of("transport", "pigeon"), this.request)).asString()
			.contains("{transport=pigeon}");
	}

}
