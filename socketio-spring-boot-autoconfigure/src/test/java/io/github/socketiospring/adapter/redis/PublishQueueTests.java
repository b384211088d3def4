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

package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class PublishQueueTests {

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final StatefulRedisConnection<String, byte[]> connection = connection();

	/** Its event loop runs when a test says so. */
	private final EmbeddedChannel channel = new EmbeddedChannel();

	/** The answers to the commands that reached the connection. */
	private final List<CompletableFuture<Long>> answers = new ArrayList<>();

	private final PublishQueue queue = new PublishQueue();

	@SuppressWarnings("unchecked")
	private static StatefulRedisConnection<String, byte[]> connection() {
		StatefulRedisConnection<String, byte[]> connection = mock(StatefulRedisConnection.class);
		given(connection.isOpen()).willReturn(true);
		return connection;
	}

	@BeforeEach
	void connect() {
		this.channel.freezeTime();
		this.queue.use(this.connection, this.channel.eventLoop());
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	/** Add a command that the event loop has not seen yet. */
	private CompletableFuture<Long> add() {
		return this.queue.send(1, (commands) -> {
			CompletableFuture<Long> answer = new CompletableFuture<>();
			this.answers.add(answer);
			return answer;
		});
	}

	private CompletableFuture<Long> send() {
		CompletableFuture<Long> result = add();
		this.channel.runPendingTasks();
		return result;
	}

	private void answer(int number) {
		this.answers.get(number).complete((long) number);
		this.channel.runPendingTasks();
	}

	private void passMillis(int millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runPendingTasks();
	}

	private void assertFlushed(int times) {
		then(this.connection).should(times(times)).flushCommands();
	}

	@Test
	void sendsAtOnceWhenNothingIsUnderWay() {
		CompletableFuture<Long> first = send();
		assertFlushed(1);
		this.answers.get(0).complete(3L);
		assertThat(first).isCompletedWithValue(3L);
		send();
		assertFlushed(2);
		assertThat(this.answers).hasSize(2);
	}

	@Test
	void sendsTogetherWhatCameBeforeTheEventLoopRan() {
		add();
		add();
		assertThat(this.answers).isEmpty();
		send();
		assertThat(this.answers).hasSize(3);
		assertFlushed(1);
	}

	@Test
	void sendsTogetherWhatCameBeforeTheAnswer() {
		List<CompletableFuture<Long>> results = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			results.add(send());
		}
		assertThat(this.answers).hasSize(1);
		answer(0);
		assertThat(this.answers).hasSize(10);
		assertFlushed(2);
		for (int i = 1; i < 10; i++) {
			send();
			answer(i);
		}
		assertFlushed(3);
		assertThat(this.answers).hasSize(19);
		for (int i = 0; i < 10; i++) {
			assertThat(results.get(i)).isCompletedWithValue((long) i);
		}
	}

	@Test
	void sendsAllThatIsOverdue() {
		for (int i = 0; i < 600; i++) {
			send();
		}
		assertThat(this.answers).hasSize(1);
		passMillis(2);
		assertThat(this.answers).hasSize(257);
		passMillis(2);
		assertThat(this.answers).hasSize(513);
		passMillis(2);
		assertThat(this.answers).hasSize(600);
	}

	@Test
	void goesOnAfterAnError() {
		CompletableFuture<Long> failed = this.queue.send(1, (commands) -> {
			throw new StackOverflowError("expected");
		});
		this.channel.runPendingTasks();
		assertThat(failed).isCompletedExceptionally();
		willThrow(new StackOverflowError("expected")).willDoNothing().given(this.connection).flushCommands();
		send();
		answer(0);
		CompletableFuture<Long> next = send();
		answer(1);
		assertThat(next).isCompletedWithValue(1L);
	}

	@Test
	void sendsAtMostSoManyTogether() {
		for (int i = 0; i <= 300; i++) {
			send();
		}
		answer(0);
		assertThat(this.answers).hasSize(257);
		for (int i = 1; i <= 256; i++) {
			answer(i);
		}
		assertThat(this.answers).hasSize(301);
		assertFlushed(3);
	}

	@Test
	void doesNotWaitForAnAnswerThatDoesNotCome() {
		send();
		send();
		passMillis(1);
		assertThat(this.answers).hasSize(1);
		passMillis(1);
		assertThat(this.answers).hasSize(2);
		answer(1);
		send();
		assertThat(this.answers).hasSize(3);
		assertFlushed(3);
	}

	@Test
	void doesNotWaitForWhatIsOverdueAlready() {
		send();
		passMillis(2);
		send();
		assertThat(this.answers).hasSize(2);
	}

	@Test
	void leavesNoTimerBehindWhenAllIsAnswered() {
		send();
		answer(0);
		assertThat(this.channel.hasPendingTasks()).isFalse();
		assertThat(this.channel.runScheduledPendingTasks()).isEqualTo(-1);
	}

	@Test
	void waitsNeitherForCommandsThatFail() {
		CompletableFuture<Long> failing = this.queue.send(1, (commands) -> {
			throw new IllegalStateException("Refused");
		});
		this.channel.runPendingTasks();
		assertThat(failing).isCompletedExceptionally();
		CompletableFuture<Long> lost = send();
		this.answers.get(0).completeExceptionally(new IllegalStateException("Lost"));
		assertThat(lost).isCompletedExceptionally();
		send();
		assertThat(this.answers).hasSize(2);
	}

	@Test
	void failsWhatWaitsForAConnectionThatIsGone() {
		send();
		CompletableFuture<Long> waiting = send();
		this.queue.leave(this.connection);
		assertThat(waiting).isCompletedExceptionally();
		this.answers.get(0).completeExceptionally(new IllegalStateException("Lost"));
		assertThat(send()).isCompletedExceptionally();
	}

	@Test
	void failsWhatTheEventLoopDoesNotTake() {
		DefaultEventExecutor ended = new DefaultEventExecutor();
		ended.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
		this.queue.use(this.connection, ended);
		assertThat(add()).isCompletedExceptionally();
	}

	@Test
	void doesNotWaitForTheAnswersOfTheConnectionBefore() {
		send();
		this.queue.leave(this.connection);
		sendOverAnotherConnection();
		assertThat(this.answers).hasSize(2);
		answer(0);
		assertFlushed(1);
	}

	@Test
	void sendsOverTheNextConnectionWhatTheEventLoopBeforeForgot() {
		CompletableFuture<Long> forgotten = add();
		this.queue.leave(this.connection);
		assertThat(forgotten).isCompletedExceptionally();
		sendOverAnotherConnection();
		assertThat(this.answers).hasSize(1);
		assertFlushed(0);
	}

	private void sendOverAnotherConnection() {
		StatefulRedisConnection<String, byte[]> next = connection();
		EmbeddedChannel other = new EmbeddedChannel();
		this.queue.use(next, other.eventLoop());
		add();
		other.runPendingTasks();
		then(next).should().flushCommands();
	}

	/**
	 * Netty writes immediately what its own thread writes, and behind what waits already
	 * what other threads write. Nothing may overtake there.
	 */
	@Test
	void keepsTheOrderOfEachThread() throws Exception {
		int each = 20_000;
		DefaultEventExecutor loop = new DefaultEventExecutor();
		List<Runnable> unwritten = new ArrayList<>();
		List<int[]> written = new ArrayList<>();
		Semaphore inFlight = new Semaphore(1000);
		willAnswer((invocation) -> {
			List<Runnable> burst = List.copyOf(unwritten);
			unwritten.clear();
			Runnable write = () -> burst.forEach(Runnable::run);
			if (loop.inEventLoop()) {
				write.run();
			}
			else {
				loop.execute(write);
			}
			return null;
		}).given(this.connection).flushCommands();
		this.queue.use(this.connection, loop);
		List<Future<?>> senders = new ArrayList<>();
		for (int sender = 0; sender < 4; sender++) {
			int thread = sender;
			senders.add(this.threads.submit(() -> {
				for (int i = 0; i < each; i++) {
					int number = i;
					inFlight.acquire();
					this.queue.send(1, (commands) -> {
						CompletableFuture<Integer> answer = new CompletableFuture<>();
						unwritten.add(() -> {
							written.add(new int[] { thread, number });
							loop.execute(() -> answer.complete(number));
						});
						return answer;
					}).whenComplete((value, ex) -> inFlight.release());
				}
				return null;
			}));
		}
		for (Future<?> sender : senders) {
			sender.get();
		}
		inFlight.acquire(1000);
		loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
		assertThat(written).hasSize(4 * each);
		int[] next = new int[4];
		for (int[] command : written) {
			assertThat(command[1]).isEqualTo(next[command[0]]++);
		}
	}

}
