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
 * The metrics of a scenario, which all measure the servers alone.
 */
public enum Metric {

	/** Processor time for each message, in user mode and in the kernel. */
	CPU("CPU", "µs"),

	/** Processor time for each message in user mode. */
	USER("user CPU", "µs"),

	/** Instructions for each message in user mode. */
	INSTRUCTIONS("instructions", "k"),

	/** Processor time for each message of the node that sends or asks. */
	PUBLISHER("publisher", "µs"),

	/** Processor time for each message of the Redis that connects two nodes. */
	REDIS("Redis", "µs"),

	/** Processor time for each message of the node whose clients get it. */
	OTHER_NODE("other node", "µs"),

	/** Processor time for each message of each node beyond these two, on average. */
	FURTHER_NODES("each further node", "µs"),

	/** Messages per second, which the load generator may limit. */
	RATE("rate", "/s"),

	/** Median latency. */
	P50("p50", "µs"),

	/** The 99th percentile of the latency. */
	P99("p99", "µs"),

	/** The median of what the way by Redis takes longer than the way on one node. */
	ADDED("added to the way", "µs"),

	/** The median of the time until a question is answered. */
	TIME("time", "µs"),

	/** Resident memory for each connection. */
	RSS("RSS", "KiB"),

	/** Heap for each connection. */
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
