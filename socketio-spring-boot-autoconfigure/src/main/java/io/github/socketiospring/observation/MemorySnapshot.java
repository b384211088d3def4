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

package io.github.socketiospring.observation;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.EngineStatistics;
import io.github.socketiospring.support.MemoryKind;
import io.micrometer.core.instrument.Clock;

/**
 * The memory in use, by kind. Since reading visits all sessions, all kinds are read
 * together, at most once a second.
 */
final class MemorySnapshot {

	private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(1);

	private final EngineStatistics statistics;

	private final Clock clock;

	private Map<MemoryKind, Long> kinds = Map.of();

	private long readAt;

	MemorySnapshot(EngineStatistics statistics, Clock clock) {
		this.statistics = statistics;
		this.clock = clock;
		this.readAt = clock.monotonicTime() - MAX_AGE;
	}

	synchronized long used(MemoryKind kind) {
		long now = this.clock.monotonicTime();
		if (now - this.readAt >= MAX_AGE) {
			this.kinds = this.statistics.memory().kinds();
			this.readAt = now;
		}
		return this.kinds.getOrDefault(kind, 0L);
	}

}
