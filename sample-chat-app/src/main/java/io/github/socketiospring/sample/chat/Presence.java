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

package io.github.socketiospring.sample.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Informs the people on this node who came and who left, on any node. A reload of the
 * page or the end of a node disconnects a person only for a moment, which should not be
 * announced. A departure is therefore announced after a delay, unless the person has
 * returned.
 */
@Component
class Presence {

	private final NoticeService notices;

	private final TaskScheduler scheduler;

	private final Duration absence;

	/** The people who were announced as present. */
	private final Set<String> present = new HashSet<>();

	/**
	 * The people who have disconnected but were not announced as gone yet, with the time.
	 */
	private final Map<String, Instant> departures = new HashMap<>();

	Presence(NoticeService notices, TaskScheduler scheduler, ChatProperties properties) {
		this.notices = notices;
		this.scheduler = scheduler;
		this.absence = properties.absence();
	}

	@EventListener
	synchronized void listed(PeopleListed event) {
		this.departures.keySet().removeAll(event.names());
		for (String name : event.names()) {
			if (this.present.add(name)) {
				this.notices.tellPresence(name + " came in");
			}
		}
		for (String name : this.present) {
			if (!event.names().contains(name)) {
				this.departures.computeIfAbsent(name, this::leaves);
			}
		}
	}

	private Instant leaves(String name) {
		Instant now = Instant.now();
		this.scheduler.schedule(() -> staysAway(name, now), now.plus(this.absence));
		return now;
	}

	private synchronized void staysAway(String name, Instant since) {
		if (this.departures.remove(name, since)) {
			this.present.remove(name);
			this.notices.tellPresence(name + " left");
		}
	}

}
