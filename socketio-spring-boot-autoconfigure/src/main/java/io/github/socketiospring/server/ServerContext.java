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

package io.github.socketiospring.server;

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.OncePerMinute;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * What everything below a {@link SocketIOServer} shares.
 *
 * @param options the settings
 * @param parser the wire format
 * @param mapper converts arguments and payloads
 * @param adapters makes adapters
 * @param errors describes errors to clients
 * @param timer where timeouts are scheduled
 * @param counters what happened
 * @param rateWarning whether one more client that sends too much may be logged
 */
record ServerContext(SocketIOOptions options, PacketParser parser, JsonMapper mapper, AdapterFactory adapters,
		ErrorAckMapper errors, Scheduler timer, Counters<SocketIOCounter> counters, OncePerMinute rateWarning) {

	void count(SocketIOCounter counter) {
		this.counters.increment(counter);
	}

}
