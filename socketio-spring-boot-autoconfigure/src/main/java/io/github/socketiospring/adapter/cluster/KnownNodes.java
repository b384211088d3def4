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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The id of this node, and the other nodes of this project that have sent heartbeats. The
 * id of a node in a namespace begins with the id of its process, so nodes need not
 * announce their namespaces. Thread-safe.
 */
final class KnownNodes {

	/** The number of missed heartbeats after which a node is gone. */
	static final int MISSED = 3;

	/** Limits the memory that peers can use. */
	static final int MOST = 1000;

	private static final char SEPARATOR = '.';

	private final String id = ClusterIds.next();

	private final AtomicLong uids = new AtomicLong();

	/** Includes nodes that are gone, since requests may have to name them. */
	private final Map<String, Known> others = new LinkedHashMap<>();

	/** Nodes that have announced that they leave, for two ticks of the clock. */
	private final Map<String, Boolean> leaving = new LinkedHashMap<>();

	/**
	 * The id of this process.
	 * @return an id without a dot
	 */
	String id() {
		return this.id;
	}

	/**
	 * Generate an id of this node in a namespace.
	 * @return at most 30 characters
	 */
	String nextUid() {
		return this.id + SEPARATOR + Long.toString(this.uids.getAndIncrement(), Character.MAX_RADIX);
	}

	/**
	 * Whether an id in a namespace belongs to a process.
	 * @param uid the id of a node in a namespace
	 * @param node the id of a process
	 * @return whether the id belongs to the process
	 */
	static boolean isOf(String uid, String node) {
		return uid.length() > node.length() && uid.startsWith(node) && uid.charAt(node.length()) == SEPARATOR;
	}

	/**
	 * Record a heartbeat.
	 * @param node the id of its process
	 * @param name the display name of the node
	 * @param intervalMillis the time between its heartbeats, in milliseconds
	 * @param now the time in milliseconds, by any clock
	 * @return {@code false} if there are too many nodes
	 */
	synchronized boolean heard(String node, String name, long intervalMillis, long now) {
		if (!this.others.containsKey(node) && this.others.size() >= MOST && !forgetOne()) {
			return false;
		}
		this.leaving.remove(node);
		this.others.put(node, new Known(name, intervalMillis, now));
		return true;
	}

	private boolean forgetOne() {
		Iterator<Known> known = this.others.values().iterator();
		while (known.hasNext()) {
			if (known.next().gone) {
				known.remove();
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a node is alive.
	 * @param node the id of its process
	 * @return {@code false} if it is unknown or gone
	 */
	synchronized boolean isHere(String node) {
		Known known = this.others.get(node);
		return known != null && !known.gone;
	}

	/**
	 * Record that a node has announced that it leaves.
	 * @param node the id of its process
	 * @return {@code false} if it was unknown or already gone
	 */
	synchronized boolean left(String node) {
		Known known = this.others.get(node);
		if (known == null) {
			return false;
		}
		if (this.leaving.size() < MOST) {
			this.leaving.putIfAbsent(node, false);
		}
		boolean here = !known.gone;
		known.gone = true;
		return here;
	}

	/**
	 * The nodes that have just left. The broker may still count them.
	 * @return the ids of their processes
	 */
	synchronized Set<String> leaving() {
		return Set.copyOf(this.leaving.keySet());
	}

	/**
	 * Record the passage of time during which this node received heartbeats.
	 * @param millis the time in milliseconds
	 * @return the ids of the processes that have sent no heartbeat for too long, and are
	 * gone from now on
	 */
	synchronized List<String> listened(long millis) {
		this.leaving.values().removeIf((ticked) -> ticked);
		this.leaving.replaceAll((node, ticked) -> true);
		List<String> silent = new ArrayList<>();
		this.others.forEach((node, known) -> {
			if (!known.gone && known.isSilentFor(millis)) {
				known.gone = true;
				silent.add(node);
			}
		});
		return silent;
	}

	/**
	 * The display name of a node.
	 * @param id the id of a process, or of a node in a namespace
	 * @return the name, the id itself if the name is unknown
	 */
	synchronized String name(String id) {
		int end = id.indexOf(SEPARATOR);
		Known known = this.others.get((end < 0) ? id : id.substring(0, end));
		return (known != null && !known.name.isEmpty()) ? known.name : id;
	}

	/**
	 * The nodes that are alive.
	 * @return the display names
	 */
	synchronized Set<String> names() {
		Set<String> names = new TreeSet<>();
		this.others.forEach((node, known) -> {
			if (!known.gone) {
				names.add(name(node));
			}
		});
		return names;
	}

	/**
	 * Describe the nodes that are alive.
	 * @param now the time in milliseconds, by the clock of {@link #heard}
	 * @return the nodes, by name
	 */
	synchronized List<PeerNode> describe(long now) {
		List<PeerNode> alive = new ArrayList<>();
		this.others.forEach((node, known) -> {
			if (!known.gone) {
				alive.add(new PeerNode(node, name(node), Duration.ofMillis(now - known.heard)));
			}
		});
		alive.sort(Comparator.comparing(PeerNode::name).thenComparing(PeerNode::id));
		return alive;
	}

	/**
	 * What is known about another node.
	 */
	private static final class Known {

		private final String name;

		private final long longest;

		private final long heard;

		private @Nullable Long silence;

		private boolean gone;

		Known(String name, long intervalMillis, long heard) {
			this.name = name;
			this.longest = MISSED * intervalMillis;
			this.heard = heard;
		}

		/**
		 * Add time to the silence of the node. The first call adds nothing, since an
		 * unknown part of that time was before the heartbeat.
		 * @param millis the milliseconds that have passed
		 * @return whether the node has been silent for too long
		 */
		private boolean isSilentFor(long millis) {
			this.silence = (this.silence != null) ? this.silence + millis : Long.valueOf(0);
			return this.silence >= this.longest;
		}

	}

}
