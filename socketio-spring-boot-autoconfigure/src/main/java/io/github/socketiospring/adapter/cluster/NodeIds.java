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

package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Looks up the ids of the nodes of a namespace for all requests of this node together,
 * since a lookup may be expensive for the broker. Thread-safe.
 */
final class NodeIds {

	/** The shortest time between two lookups for one channel. */
	static final long PAUSE_MILLIS = 500;

	private final Scheduler timer;

	/**
	 * The last lookup for each {@link #key} that had one recently; guarded by this map.
	 */
	private final Map<String, Lookup> lookups = new HashMap<>();

	/**
	 * Create an instance.
	 * @param timer delays lookups
	 */
	NodeIds(Scheduler timer) {
		this.timer = timer;
	}

	/**
	 * Return what channels that share their lookups have in common. Each request to a
	 * namespace that this node does not have opens a channel. The results for these
	 * differ only in the ids of such channels, which do not count as nodes.
	 * @param channel a channel
	 * @return the namespace or, if this node has it, the id of this node there
	 */
	static String key(ClusterBus.Channel channel) {
		return KnownNodes.isAsker(channel.uid()) ? channel.namespace() : channel.uid();
	}

	/**
	 * Look up the nodes that are present after this call, now or after the pause.
	 * @param channel a channel of the namespace
	 * @return the ids, as {@link ClusterBus.Channel#otherNodeIds}
	 */
	Mono<Set<String>> next(ClusterBus.Channel channel) {
		return find(channel, true);
	}

	/**
	 * Look up the nodes, unless that was done recently.
	 * @param channel a channel of the namespace
	 * @return the ids, as {@link ClusterBus.Channel#otherNodeIds}
	 */
	Mono<Set<String>> recent(ClusterBus.Channel channel) {
		return find(channel, false);
	}

	private Mono<Set<String>> find(ClusterBus.Channel channel, boolean fresh) {
		// Not in milliseconds: that clock may be set back.
		long now = TimeUnit.NANOSECONDS.toMillis(this.timer.now(TimeUnit.NANOSECONDS));
		Lookup lookup;
		synchronized (this.lookups) {
			this.lookups.values().removeIf((last) -> now - last.start >= PAUSE_MILLIS);
			String key = key(channel);
			Lookup last = this.lookups.get(key);
			if (last != null && (!fresh || last.start > now)) {
				return last.ids;
			}
			lookup = begin(channel, last, now);
			this.lookups.put(key, lookup);
		}
		// Without the lock, since the broker may answer immediately.
		lookup.ids.subscribe((ids) -> {
		}, (ex) -> {
			// The requests that wait for the ids receive it, too.
		});
		return lookup.ids;
	}

	private Lookup begin(ClusterBus.Channel channel, @Nullable Lookup last, long now) {
		Mono<Set<String>> ids = Mono.defer(channel::otherNodeIds);
		if (last == null) {
			return new Lookup(now, ids.cache());
		}
		long start = last.start + PAUSE_MILLIS;
		return new Lookup(start, ids.delaySubscription(Duration.ofMillis(start - now), this.timer).cache());
	}

	/**
	 * A lookup that has begun or will begin.
	 *
	 * @param start when it begins, in milliseconds
	 * @param ids its result
	 */
	private record Lookup(long start, Mono<Set<String>> ids) {

	}

}
