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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.TaskScheduler;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class PresenceTests {

	private final NoticeService notices = mock();

	private final TaskScheduler scheduler = mock();

	private final Queue<Runnable> scheduled = new ArrayDeque<>();

	private final Presence presence = new Presence(this.notices, this.scheduler,
			new ChatProperties(List.of(), 0, 0, Duration.ofSeconds(5), Map.of(), List.of()));

	@BeforeEach
	void schedule() {
		given(this.scheduler.schedule(any(Runnable.class), any(Instant.class))).willAnswer((call) -> {
			this.scheduled.add(call.getArgument(0));
			return mock(ScheduledFuture.class);
		});
	}

	@Test
	void tellsAnArrivalAtOnceAndADepartureLater() {
		this.presence.arrived(new PersonArrived(person("1")));
		then(this.notices).should().tellPresence("Ann came in");
		this.presence.left(new PersonLeft(person("1")));
		then(this.notices).shouldHaveNoMoreInteractions();
		this.scheduled.remove().run();
		then(this.notices).should().tellPresence("Ann left");
	}

	@Test
	void doesNotTellOfWhoReloadsThePage() {
		this.presence.left(new PersonLeft(person("1")));
		this.presence.arrived(new PersonArrived(person("2")));
		this.scheduled.remove().run();
		then(this.notices).shouldHaveNoInteractions();
	}

	private static Person person(String socketId) {
		return new Person("Ann", socketId, false);
	}

}
