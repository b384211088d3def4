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

package io.github.socketiospring.engineio.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Clients with much to say take turns, and the event loop reads from the others after
 * each of them.
 */
class LaterTurnsTests {

	private final EventExecutor eventLoop = mock(EventExecutor.class);

	private final EventLoopThread thread = new EventLoopThread(this.eventLoop);

	/** What the event loop does after it has read from its clients. */
	private final Queue<Runnable> scheduled = new ArrayDeque<>();

	private final List<String> done = new ArrayList<>();

	@BeforeEach
	void schedule() {
		given(this.eventLoop.inEventLoop()).willReturn(true);
		given(this.eventLoop.schedule(any(Runnable.class), anyLong(), any(TimeUnit.class))).will((call) -> {
			this.scheduled.add(call.getArgument(0));
			return null;
		});
	}

	@Test
	void takeOneTurnBetweenTwoReads() {
		later("a");
		later("b");
		later("c");
		read();
		assertThat(this.done).containsExactly("a");
		read();
		assertThat(this.done).containsExactly("a", "b");
		read();
		assertThat(this.done).containsExactly("a", "b", "c");
		assertThat(this.scheduled).isEmpty();
	}

	@Test
	void waitBehindTheOthersForAnotherTurn() {
		this.thread.executeAfterOthers(() -> {
			this.done.add("a");
			later("a again");
		}, 0);
		later("b");
		read();
		read();
		read();
		assertThat(this.done).containsExactly("a", "b", "a again");
		assertThat(this.scheduled).isEmpty();
	}

	@Test
	void goOnAfterATurnThatFails() {
		this.thread.executeAfterOthers(() -> {
			throw new IllegalStateException("expected");
		}, 0);
		later("b");
		assertThatIllegalStateException().isThrownBy(this::read);
		read();
		assertThat(this.done).containsExactly("b");
		later("c");
		read();
		assertThat(this.done).containsExactly("b", "c");
	}

	@Test
	void areAddedOnTheEventLoop() {
		List<Runnable> executed = new ArrayList<>();
		given(this.eventLoop.inEventLoop()).willReturn(false);
		willAnswer((call) -> executed.add(call.getArgument(0))).given(this.eventLoop).execute(any());
		later("a");
		assertThat(this.scheduled).isEmpty();
		executed.forEach(Runnable::run);
		read();
		assertThat(this.done).containsExactly("a");
	}

	@Test
	void areTakenAtOnceWhenTheEventLoopShutsDown() {
		willAnswer((call) -> {
			call.<Runnable>getArgument(0).run();
			return null;
		}).given(this.eventLoop).execute(any());
		given(this.eventLoop.isShuttingDown()).willReturn(true);
		later("a");
		assertThat(this.done).containsExactly("a");
	}

	@Test
	void areTakenBehindTheOthersAfterADelay() {
		this.thread.executeAfterOthers(() -> this.done.add("delayed"), TimeUnit.MILLISECONDS.toNanos(20));
		then(this.eventLoop).should().schedule(any(Runnable.class), eq(20_000_000L), eq(TimeUnit.NANOSECONDS));
		Runnable delay = this.scheduled.remove();
		later("a");
		delay.run();
		read();
		assertThat(this.done).containsExactly("a");
		read();
		assertThat(this.done).containsExactly("a", "delayed");
	}

	private void later(String name) {
		this.thread.executeAfterOthers(() -> this.done.add(name), 0);
	}

	/** The event loop has read from its clients, and does what is scheduled. */
	private void read() {
		assertThat(this.scheduled).as("turns in this round").hasSize(1);
		this.scheduled.remove().run();
	}

}
