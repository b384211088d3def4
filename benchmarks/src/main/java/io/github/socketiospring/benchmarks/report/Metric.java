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

package io.github.socketiospring.benchmarks.report;

/**
 * What is measured in a scenario, always with the server's share alone.
 */
public enum Metric {

	/** Processor time, user and system, of one message. */
	CPU("CPU", "µs"),

	/** Processor time in user mode of one message. */
	USER("user CPU", "µs"),

	/** Instructions in user mode of one message. */
	INSTRUCTIONS("instructions", "k"),

	/** Messages in a second, which the load generator may limit. */
	RATE("rate", "/s"),

	/** Latency that half of the messages do not exceed. */
	P50("p50", "µs"),

	/** Latency that 99 percent of the messages do not exceed. */
	P99("p99", "µs"),

	/** Resident memory of one connection. */
	RSS("RSS", "KiB"),

	/** Heap of one connection. */
	HEAP("heap", "KiB"),

	/** Heap in use afterwards, in percent of what it was before. */
	HEAP_AFTER("heap afterwards", "%");

	private final String label;

	private final String unit;

	Metric(String label, String unit) {
		this.label = label;
		this.unit = unit;
	}

	public String label() {
		return this.label;
	}

	public String unit() {
		return this.unit;
	}

}
