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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * This node, and the other nodes of this project that were heard. The id of a node in a
 * namespace begins with that of its process, so that no node has to tell the others which
 * namespaces it has. Thread-safe.
 */
final class KnownNodes {

	/** The heartbeats that a node may miss. */
	static final int MISSED = 3;

	/** So that no peer fills the memory. */
	static final int MOST = 1000;

	private static final char SEPARATOR = '.';

	private final String id = ClusterIds.next();

	private final AtomicLong uids = new AtomicLong();

	/** Those that fell silent are kept, since they may be missed in requests. */
	private final Map<String, Known> others = new LinkedHashMap<>();

	/** Those that said that they go, until the clock has ticked twice. */
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
	 * Whether an id is that of a node.
	 * @param uid an id in a namespace
	 * @param node the id of a process
	 * @return whether the process has the id
	 */
	static boolean isOf(String uid, String node) {
		return uid.length() > node.length() && uid.startsWith(node) && uid.charAt(node.length()) == SEPARATOR;
	}

	/**
	 * A node was heard.
	 * @param node the id of its process
	 * @param name its name
	 * @param intervalMillis the time between its heartbeats
	 * @return {@code false} if it is one too many
	 */
	synchronized boolean heard(String node, String name, long intervalMillis) {
		if (!this.others.containsKey(node) && this.others.size() >= MOST && !forgetOne()) {
			return false;
		}
		this.leaving.remove(node);
		this.others.put(node, new Known(name, intervalMillis));
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
	 * Whether a node is there.
	 * @param node the id of its process
	 * @return {@code false} if it was never heard, or is gone
	 */
	synchronized boolean isHere(String node) {
		Known known = this.others.get(node);
		return known != null && !known.gone;
	}

	/**
	 * A node said that it goes.
	 * @param node the id of its process
	 * @return {@code false} if it was not there
	 */
	synchronized boolean left(String node) {
		Known known = this.others.remove(node);
		if (known == null) {
			return false;
		}
		if (this.leaving.size() < MOST) {
			this.leaving.put(node, false);
		}
		return !known.gone;
	}

	/**
	 * The nodes that go just now: the broker may count them still.
	 * @return the ids of their processes
	 */
	synchronized Set<String> leaving() {
		return Set.copyOf(this.leaving.keySet());
	}

	/**
	 * Time has passed in which this node heard what was said.
	 * @param millis how much
	 * @return the ids of the nodes that are gone now, since they said nothing for too
	 * long
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
	 * What people call a node.
	 * @param id the id of a process, or one in a namespace
	 * @return its name, the id itself if it is not known
	 */
	synchronized String name(String id) {
		int end = id.indexOf(SEPARATOR);
		Known known = this.others.get((end < 0) ? id : id.substring(0, end));
		return (known != null && !known.name.isEmpty()) ? known.name : id;
	}

	/**
	 * The nodes that are there.
	 * @return their names
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
	 * Another node.
	 */
	private static final class Known {

		private final String name;

		private final long longest;

		private @Nullable Long silence;

		private boolean gone;

		Known(String name, long intervalMillis) {
			this.name = name;
			this.longest = MISSED * intervalMillis;
		}

		/**
		 * Measure time. What passes until the first call does not count, since it is not
		 * known how much of it was before the heartbeat.
		 * @param millis the milliseconds that have passed
		 * @return whether the node has been silent for too long
		 */
		private boolean isSilentFor(long millis) {
			this.silence = (this.silence != null) ? this.silence + millis : Long.valueOf(0);
			return this.silence >= this.longest;
		}

	}

}
