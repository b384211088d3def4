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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class PublishQueueTests {

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	@SuppressWarnings("unchecked")
	private final StatefulRedisConnection<String, byte[]> connection = mock(StatefulRedisConnection.class);

	/** The answers to the commands that reached the connection. */
	private final List<CompletableFuture<Long>> answers = new ArrayList<>();

	/** What is late is sent when a test says so. */
	private final ConcurrentLinkedQueue<Runnable> late = new ConcurrentLinkedQueue<>();

	private final PublishQueue queue = new PublishQueue(this.late::add);

	@BeforeEach
	void connect() {
		given(this.connection.isOpen()).willReturn(true);
		this.queue.use(this.connection);
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	private CompletableFuture<Long> send() {
		return this.queue.send(1, (commands) -> {
			CompletableFuture<Long> answer = new CompletableFuture<>();
			this.answers.add(answer);
			return answer;
		});
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
	void sendsTogetherWhatCameBeforeTheAnswer() {
		List<CompletableFuture<Long>> results = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			results.add(send());
		}
		assertThat(this.answers).hasSize(1);
		this.answers.get(0).complete(0L);
		assertThat(this.answers).hasSize(10);
		assertFlushed(2);
		for (int i = 1; i < 10; i++) {
			send();
			this.answers.get(i).complete((long) i);
		}
		assertFlushed(3);
		assertThat(this.answers).hasSize(19);
		for (int i = 0; i < 10; i++) {
			assertThat(results.get(i)).isCompletedWithValue((long) i);
		}
	}

	@Test
	void sendsAllThatIsLate() {
		for (int i = 0; i < 600; i++) {
			send();
		}
		assertThat(this.answers).hasSize(1);
		await().untilAsserted(() -> {
			Runnable next = this.late.poll();
			if (next != null) {
				next.run();
			}
			assertThat(this.answers).hasSize(600);
		});
	}

	@Test
	void goesOnAfterAnError() {
		CompletableFuture<Long> failed = this.queue.send(1, (commands) -> {
			throw new StackOverflowError("expected");
		});
		assertThat(failed).isCompletedExceptionally();
		willThrow(new StackOverflowError("expected")).willDoNothing().given(this.connection).flushCommands();
		send();
		this.answers.get(0).complete(1L);
		CompletableFuture<Long> next = send();
		this.answers.get(1).complete(2L);
		assertThat(next).isCompletedWithValue(2L);
	}

	@Test
	void sendsAtMostSoManyTogether() {
		for (int i = 0; i <= 300; i++) {
			send();
		}
		this.answers.get(0).complete(0L);
		assertThat(this.answers).hasSize(257);
		for (int i = 1; i <= 256; i++) {
			this.answers.get(i).complete(0L);
		}
		assertThat(this.answers).hasSize(301);
		assertFlushed(3);
	}

	@Test
	void doesNotWaitForAnAnswerThatDoesNotCome() {
		send();
		send();
		await().until(() -> !this.late.isEmpty());
		assertThat(this.answers).hasSize(1);
		this.late.remove().run();
		assertThat(this.answers).hasSize(2);
		this.answers.get(1).complete(0L);
		send();
		assertThat(this.answers).hasSize(3);
		assertFlushed(3);
	}

	@Test
	void waitsNeitherForCommandsThatFail() {
		CompletableFuture<Long> failing = this.queue.send(1, (commands) -> {
			throw new IllegalStateException("Refused");
		});
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
		this.answers.get(0).completeExceptionally(new IllegalStateException("Lost"));
		assertThat(waiting).isCompletedExceptionally();
		assertThat(send()).isCompletedExceptionally();
	}

	@Test
	void keepsTheOrderOfEachThread() throws Exception {
		int each = 2000;
		List<int[]> sent = new ArrayList<>();
		List<Future<?>> senders = new ArrayList<>();
		List<CompletableFuture<Integer>> results = new ArrayList<>();
		for (int sender = 0; sender < 4; sender++) {
			int thread = sender;
			senders.add(this.threads.submit(() -> {
				for (int i = 0; i < each; i++) {
					int number = i;
					CompletableFuture<Integer> result = this.queue.send(1, (commands) -> {
						// By one thread at a time.
						sent.add(new int[] { thread, number });
						return CompletableFuture.supplyAsync(() -> number, this.threads);
					});
					synchronized (results) {
						results.add(result);
					}
				}
			}));
		}
		for (Future<?> sender : senders) {
			sender.get();
		}
		CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
		assertThat(sent).hasSize(4 * each);
		int[] next = new int[4];
		for (int[] command : sent) {
			assertThat(command[1]).isEqualTo(next[command[0]]++);
		}
	}

	/**
	 * What Netty's own thread writes must not overtake what another thread wrote before
	 * and Netty has not got to yet. Most likely to fail on a single processor, where the
	 * threads are interrupted anywhere.
	 */
	@Test
	void keepsTheOrderWhicheverThreadWrites() throws Exception {
		int each = 50_000;
		ExecutorService loop = Executors.newSingleThreadExecutor();
		Semaphore inFlight = new Semaphore(1000);
		ThreadLocal<Boolean> onLoop = ThreadLocal.withInitial(() -> false);
		List<Runnable> buffer = new ArrayList<>();
		List<int[]> written = new ArrayList<>();
		PublishQueue queue = new PublishQueue(this.threads);
		willAnswer((invocation) -> {
			List<Runnable> burst = List.copyOf(buffer);
			buffer.clear();
			Runnable write = () -> burst.forEach(Runnable::run);
			if (onLoop.get()) {
				write.run();
			}
			else {
				loop.execute(write);
			}
			return null;
		}).given(this.connection).flushCommands();
		queue.use(this.connection);
		List<Future<?>> senders = new ArrayList<>();
		loop.execute(() -> onLoop.set(true));
		for (int sender = 0; sender < 2; sender++) {
			int thread = sender;
			senders.add(this.threads.submit(() -> {
				for (int i = 0; i < each; i++) {
					int number = i;
					inFlight.acquire();
					CompletableFuture<Integer> result = queue.send(1, (commands) -> {
						CompletableFuture<Integer> answer = new CompletableFuture<>();
						buffer.add(() -> {
							written.add(new int[] { thread, number });
							loop.execute(() -> answer.complete(number));
						});
						return answer;
					});
					result.whenComplete((value, ex) -> inFlight.release());
				}
				return null;
			}));
		}
		for (Future<?> sender : senders) {
			sender.get();
		}
		inFlight.acquire(1000);
		loop.shutdown();
		int[] next = new int[2];
		for (int[] command : written) {
			assertThat(command[1]).isEqualTo(next[command[0]]++);
		}
	}

}
