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

import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.MemoryReport;
import io.github.socketiospring.support.Statistics;

/**
 * What happened at an {@link EngineServer} since it was made, and what it holds now, for
 * metrics and tests. May be asked from any thread, at any time.
 *
 * @since 0.1.0
 * @see EngineServer#statistics()
 */
public final class EngineStatistics extends Statistics<EngineCounter> {

	private final IntSupplier sessions;

	private final IntSupplier handshakes;

	private final Supplier<MemoryReport> memory;

	EngineStatistics(Counters<EngineCounter> counters, IntSupplier sessions, IntSupplier handshakes,
			Supplier<MemoryReport> memory) {
		super(counters);
		this.sessions = sessions;
		this.handshakes = handshakes;
		this.memory = memory;
	}

	/**
	 * How many sessions there are.
	 * @return the number of sessions
	 */
	public int sessions() {
		return this.sessions.getAsInt();
	}

	/**
	 * How many handshakes are being examined.
	 * @return the number of handshakes
	 */
	public int handshakes() {
		return this.handshakes.getAsInt();
	}

	/**
	 * What clients make the server hold, by kind, and who holds most. Looks at all
	 * sessions.
	 * @return a report of this moment
	 */
	public MemoryReport memory() {
		return this.memory.get();
	}

}
