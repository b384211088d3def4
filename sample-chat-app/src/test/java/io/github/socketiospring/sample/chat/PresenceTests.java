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
import java.util.Set;
import java.util.concurrent.ScheduledFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
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
		list("Ann");
		then(this.notices).should().tellPresence("Ann came in");
		list();
		then(this.notices).shouldHaveNoMoreInteractions();
		this.scheduled.remove().run();
		then(this.notices).should().tellPresence("Ann left");
	}

	@Test
	void doesNotTellOfWhoReloadsThePage() {
		list("Ann");
		then(this.notices).should().tellPresence("Ann came in");
		list();
		list("Ann");
		this.scheduled.remove().run();
		then(this.notices).shouldHaveNoMoreInteractions();
	}

	@Test
	void waitsAnewForWhoLeavesAgain() {
		list("Ann");
		then(this.notices).should().tellPresence("Ann came in");
		list();
		list("Ann");
		list();
		this.scheduled.remove().run();
		then(this.notices).shouldHaveNoMoreInteractions();
		this.scheduled.remove().run();
		then(this.notices).should().tellPresence("Ann left");
	}

	@Test
	void tellsADepartureOnce() {
		list("Ann", "Bob");
		list("Bob");
		list("Bob");
		assertThat(this.scheduled).hasSize(1);
	}

	private void list(String... names) {
		this.presence.listed(new PeopleListed(Set.of(names)));
	}

}
