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

package io.github.socketiospring.server.metrics;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Reads the current state of this node in its cluster, from any thread, at no cost for
 * the broker.
 *
 * @param counters the counters of messages, by the names that metrics show
 * @param reconnects counts how often a lost connection to the broker came back
 * @param cuts counts how often the broker cut this node's subscriptions although it could
 * be reached
 * @param pendingRequests counts the requests that wait for other nodes
 * @param waitingBytes the bytes of messages that wait to be handled
 * @param connected whether messages are published and arrive, as far as known
 * @param nodes counts the nodes that send heartbeats, this one included
 * @since 0.1.0
 */
public record ClusterState(Map<String, LongSupplier> counters, LongSupplier reconnects, LongSupplier cuts,
		IntSupplier pendingRequests, LongSupplier waitingBytes, BooleanSupplier connected, IntSupplier nodes) {

}
