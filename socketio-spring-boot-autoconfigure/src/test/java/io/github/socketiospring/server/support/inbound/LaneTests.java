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

package io.github.socketiospring.server.support.inbound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LaneTests {

	private final List<String> log = new ArrayList<>();

	private final Lane lane = new Lane(ReadingGateTests.limits(2));

	private Lane.Task done(String name) {
		return () -> this.log.add(name);
	}

	private Lane.Task pending(String name) {
		return () -> {
			this.log.add(name);
			return false;
		};
	}

	@Test
	void runsTaskAtOnceWhenNothingIsUnderWay() {
		this.lane.submit(done("a"));
		this.lane.submit(done("b"));
		assertThat(this.log).containsExactly("a", "b");
	}

	@Test
	void letsTasksWaitForTheOneBefore() {
		this.lane.submit(pending("a"));
		this.lane.submit(pending("b"));
		this.lane.submit(done("c"));
		assertThat(this.log).containsExactly("a");
		this.lane.next();
		assertThat(this.log).containsExactly("a", "b");
		this.lane.next();
		assertThat(this.log).containsExactly("a", "b", "c");
		this.lane.submit(done("d"));
		assertThat(this.log).endsWith("d");
	}

	@Test
	void goesOnBehindTaskThatThrows() {
		this.lane.submit(pending("a"));
		this.lane.submit(() -> {
			throw new StackOverflowError("expected");
		});
		this.lane.submit(done("c"));
		this.lane.next();
		assertThat(this.log).containsExactly("a", "c");
	}

	@Test
	void logsOneStackTraceForTasksThatFailAlike() {
		try (CapturedLog captured = CapturedLog.of(SocketIOSocket.class.getName())) {
			for (int i = 0; i < 5; i++) {
				this.lane.submit(() -> {
					throw new IllegalStateException("on purpose");
				});
			}
			assertThat(captured.lines()).filteredOn((line) -> line.startsWith("ERROR")).hasSize(1);
		}
	}

	@Test
	void queuesWhatTaskSubmits() {
		this.lane.submit(() -> {
			this.lane.submit(done("b"));
			return this.log.add("a");
		});
		assertThat(this.log).containsExactly("a", "b");
	}

	@Test
	void insertsTasksBeforeThoseThatWait() {
		this.lane.submit(pending("first"));
		this.lane.submit(() -> {
			this.lane.insert(List.of(pending("x"), done("y")));
			return this.log.add("a");
		});
		this.lane.submit(done("b"));
		this.lane.next();
		assertThat(this.log).containsExactly("first", "a", "x");
		this.lane.next();
		assertThat(this.log).containsExactly("first", "a", "x", "y", "b");
	}

	@Test
	void runsTaskBesideTheOthers() {
		this.lane.submit(pending("a"));
		this.lane.submit(done("b"));
		this.lane.submitBeside(done("beside"));
		assertThat(this.log).containsExactly("a", "beside");
		this.lane.submitBeside(pending("also beside"));
		this.lane.next();
		assertThat(this.log).containsExactly("a", "beside", "also beside", "b");
		this.lane.besideDone();
	}

	@Test
	void isFreeUntilTasksWait() {
		assertThat(this.lane.isFree()).isTrue();
		this.lane.submit(done("a"));
		assertThat(this.lane.isFree()).isTrue();
		this.lane.submit(pending("b"));
		assertThat(this.lane.isFree()).isFalse();
		this.lane.submit(done("c"));
		assertThat(this.lane.isFree()).isFalse();
		this.lane.next();
		assertThat(this.lane.isFree()).isTrue();
	}

	@Test
	void isNotFreeForTasksBehindThoseInserted() {
		this.lane.submit(() -> {
			this.lane.insert(List.of(pending("a"), pending("b")));
			return true;
		});
		this.lane.next();
		assertThat(this.lane.isFree()).isFalse();
		this.lane.next();
		assertThat(this.lane.isFree()).isTrue();
	}

	@Test
	void runsNoMoreBesideTheOthersThanThereAreSlots() {
		assertThat(this.lane.submitBeside(pending("a"))).isTrue();
		assertThat(this.lane.submitBeside(done("b"))).isTrue();
		assertThat(this.lane.submitBeside(pending("c"))).isTrue();
		assertThat(this.lane.isFreeBeside()).isFalse();
		assertThat(this.lane.submitBeside(pending("d"))).isFalse();
		assertThat(this.lane.isFree()).isTrue();
		this.lane.besideDone();
		assertThat(this.lane.isFreeBeside()).isTrue();
		assertThat(this.log).containsExactly("a", "b", "c");
	}

	@Test
	void sharesTheSlotsOfItsConnection() {
		EventLimits limits = ReadingGateTests.limits(1);
		Lane one = new Lane(limits);
		Lane other = new Lane(limits);
		assertThat(one.submitBeside(pending("a"))).isTrue();
		assertThat(other.isFreeBeside()).isFalse();
		assertThat(other.submitBeside(pending("b"))).isFalse();
		one.besideDone();
		assertThat(other.submitBeside(pending("c"))).isTrue();
		assertThat(this.log).containsExactly("a", "c");
	}

	@Test
	void needsNoStackForTasksThatWaited() {
		AtomicInteger count = new AtomicInteger();
		this.lane.submit(pending("first"));
		for (int i = 0; i < 100_000; i++) {
			this.lane.submit(() -> count.incrementAndGet() > 0);
		}
		this.lane.next();
		assertThat(count).hasValue(100_000);
	}

	@Test
	void needsNoStackForTasksThatSubmitTheNext() {
		AtomicInteger count = new AtomicInteger();
		this.lane.submit(new Lane.Task() {

			@Override
			public boolean start() {
				if (count.incrementAndGet() < 100_000) {
					LaneTests.this.lane.submit(this);
				}
				return true;
			}

		});
		assertThat(count).hasValue(100_000);
	}

	@Test
	void runsOneTaskAtATimeWhateverTheThreads() {
		int threads = 4;
		int tasks = 20_000;
		Lane busy = new Lane(ReadingGateTests.limits(64));
		AtomicBoolean running = new AtomicBoolean();
		AtomicInteger overlaps = new AtomicInteger();
		int[] last = new int[threads];
		int[] count = new int[1];
		Race.run(threads, (number) -> {
			for (int i = 1; i <= tasks; i++) {
				int order = i;
				busy.submit(() -> {
					if (!running.compareAndSet(false, true) || last[number] != order - 1) {
						overlaps.incrementAndGet();
					}
					last[number] = order;
					count[0]++;
					running.set(false);
					return true;
				});
			}
		});
		assertThat(overlaps).hasValue(0);
		assertThat(count[0]).isEqualTo(threads * tasks);
	}

	@Test
	void isFreeInTheEndWhateverTheThreads() {
		Lane busy = new Lane(ReadingGateTests.limits(3));
		Race.run(4, (number) -> {
			for (int i = 0; i < 20_000; i++) {
				if (i % 3 == 0) {
					busy.submitBeside(() -> true);
				}
				else {
					busy.submit(() -> true);
				}
			}
		});
		assertThat(busy.isFree()).isTrue();
		assertThat(busy.isFreeBeside()).isTrue();
	}

}
