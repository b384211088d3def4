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

package io.github.socketiospring.server.support.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.server.AccessRules;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shared objects of one server.
 *
 * @param options the settings
 * @param parser the wire format
 * @param mapper converts arguments and payloads
 * @param errors classifies errors and reports them to clients
 * @param principalContext writes the client's identity to the Reactor context
 * @param guards examine the clients of all namespaces
 * @param timer schedules timeouts and is the clock
 * @param counters the server's counters
 * @param errorLog logs errors that clients can cause
 * @param waitingBytes counts the bytes of events that wait
 * @param atWork the sockets with running handlers, a concurrent set
 * @param listeners observe all sockets
 * @param userSockets counts the sockets of each user
 * @param accessRules decide what clients may do, {@code null} for none
 * @param executor calls listeners that may block
 * @since 0.1.0
 */
public record ServerContext(SocketIOOptions options, PacketParser parser, JsonMapper mapper, ClientErrors errors,
		PrincipalContextWriter principalContext, List<ConnectMiddleware.Guard> guards, Scheduler timer,
		Counters<SocketIOCounter> counters, ErrorLog errorLog, LongAdder waitingBytes, Set<AtWork> atWork,
		SocketIOListeners listeners, UserSockets userSockets, @Nullable AccessRules accessRules, Executor executor) {

	/**
	 * How long a {@link RecoveryAdapter} may look for a session or resume it: half of the
	 * connect timeout, so that the client can still get a new socket.
	 * @return a positive duration
	 */
	public Duration recoveryTimeout() {
		return this.options.connectTimeout().dividedBy(2);
	}

	/**
	 * Increment a counter.
	 * @param counter the counter to increment
	 */
	public void count(SocketIOCounter counter) {
		this.counters.increment(counter);
	}

}
