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
import java.util.Map;
import java.util.concurrent.ScheduledFuture;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Informs everyone who came and who left. Reloading the page disconnects a person for a
 * moment, which is of no interest to others. A departure is therefore announced after a
 * delay, unless the same person is back.
 */
@Component
class Presence {

	private final NoticeService notices;

	private final TaskScheduler scheduler;

	private final Duration absence;

	/** The people who have left, but whose departure has not been announced. */
	private final Map<String, Departure> departures = new HashMap<>();

	Presence(NoticeService notices, TaskScheduler scheduler, ChatProperties properties) {
		this.notices = notices;
		this.scheduler = scheduler;
		this.absence = properties.absence();
	}

	@EventListener
	synchronized void arrived(PersonArrived event) {
		Person person = event.person();
		Departure departure = this.departures.remove(person.name());
		if (departure != null) {
			departure.telling().cancel(false);
		}
		else {
			this.notices.tellPresence(person.name() + " came in");
		}
	}

	@EventListener
	synchronized void left(PersonLeft event) {
		Person person = event.person();
		this.departures.put(person.name(), new Departure(person,
				this.scheduler.schedule(() -> staysAway(person), Instant.now().plus(this.absence))));
	}

	private synchronized void staysAway(Person person) {
		Departure departure = this.departures.get(person.name());
		if (departure != null && departure.person().equals(person)) {
			this.departures.remove(person.name());
			this.notices.tellPresence(person.name() + " left");
		}
	}

	private record Departure(Person person, ScheduledFuture<?> telling) {

	}

}
