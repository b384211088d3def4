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

import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.MemoryBudget;
import reactor.core.scheduler.Scheduler;

/**
 * The shared objects of all sessions of a server.
 *
 * @param options the server's settings
 * @param timer schedules heartbeats and timeouts
 * @param counters the server's counters
 * @param errorLog logs errors that clients can cause
 * @param memory the memory that the server uses for clients
 * @param untaken packets that clients do not read
 * @param traffic counts bytes, if that was requested
 */
record SessionContext(EngineOptions options, Scheduler timer, Counters<EngineCounter> counters, ErrorLog errorLog,
		MemoryBudget memory, UntakenPackets untaken, Traffic traffic) {

	void count(EngineCounter counter) {
		this.counters.increment(counter);
	}

}
