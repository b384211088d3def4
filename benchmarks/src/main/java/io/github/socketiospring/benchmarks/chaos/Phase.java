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

package io.github.socketiospring.benchmarks.chaos;

import java.util.EnumMap;
import java.util.Map;

/**
 * What well-behaved clients observed in a part of the run.
 */
final class Phase {

	private final Map<Population.Kind, Latencies> latencies = new EnumMap<>(Population.Kind.class);

	void add(Population.Kind kind, long nanos) {
		this.latencies.computeIfAbsent(kind, (key) -> new Latencies()).add(nanos);
	}

	void addAll(Phase other) {
		other.latencies
			.forEach((kind, times) -> this.latencies.computeIfAbsent(kind, (key) -> new Latencies()).addAll(times));
	}

	/**
	 * The latencies of the answers, for all transports together.
	 * @return the latencies
	 */
	Latencies all() {
		Latencies all = new Latencies();
		this.latencies.values().forEach(all::addAll);
		return all;
	}

	@Override
	public String toString() {
		StringBuilder lines = new StringBuilder(all().toString());
		this.latencies.forEach((kind, times) -> lines.append("\n  ").append(kind).append(": ").append(times));
		return lines.toString();
	}

}
