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

package io.github.socketiospring.handler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Methods for sockets that leave are called regardless of the state of their executor.
 */
class FarewellTests {

	private final SocketIOSocket socket = mock();

	private final Queue<Runnable> queue = new ArrayDeque<>();

	private final Methods methods = new Methods();

	private final Farewell farewell = new Farewell();

	@BeforeEach
	void context() {
		given(this.socket.context(any())).willReturn(Context.empty());
		EngineSession session = mock();
		given(this.socket.session()).willReturn(session);
	}

	private Mono<Object> call(String name, @Nullable Executor executor) {
		EventHandlerMethod method = new EventHandlerMethod(() -> this.methods, Methods.class,
				ReflectionUtils.findMethod(Methods.class, name));
		return this.farewell.call(new InvocableEventHandlerMethod(method, List.of(), null, executor, 10),
				() -> this.socket);
	}

	private void awaitCalls(String... names) {
		await().until(() -> this.methods.ended.size() == names.length);
		assertThat(this.methods.ended).containsExactly(names);
	}

	@Test
	void callsWhatWaitsForAThreadOnAnotherOneOnceItIsOverdue() {
		List<String> end = Collections.synchronizedList(new ArrayList<>());
		call("first", this.queue::add).subscribe(null, null, () -> end.add("completed"));
		assertThat(this.methods.ended).isEmpty();
		this.farewell.overdue();
		awaitCalls("first");
		await().until(() -> end.equals(List.of("completed")));
		this.queue.remove().run();
		assertThat(this.methods.ended).containsExactly("first");
	}

	@Test
	void callsNothingTwiceThatBeganInTime() {
		call("first", this.queue::add).subscribe();
		this.queue.remove().run();
		this.farewell.overdue();
		assertThat(this.methods.ended).containsExactly("first");
	}

	@Test
	void goesOnBehindAMethodThatHangs() {
		Flux.just("hanging", "first", "second")
			.concatMap((name) -> call(name, name.equals("hanging") ? null : this.queue::add))
			.subscribe();
		assertThat(this.queue).isEmpty();
		this.farewell.overdue();
		awaitCalls("first", "second");
		this.methods.publisher.assertCancelled(1);
		this.queue.forEach(Runnable::run);
		assertThat(this.methods.ended).hasSize(2);
	}

	@Test
	void goesOnBehindAMethodThatBlocks() {
		Executor threads = (task) -> new Thread(task).start();
		Flux.just("blocking", "first").concatMap((name) -> call(name, threads)).subscribe();
		await().until(() -> this.methods.begun.getCount() == 0);
		assertThat(this.methods.ended).isEmpty();
		this.farewell.overdue();
		awaitCalls("first");
		this.methods.release.countDown();
		awaitCalls("first", "blocking");
	}

	@Test
	void callsWhatTheExecutorRejects() {
		call("first", (task) -> {
			throw new RejectedExecutionException("full");
		}).subscribe();
		awaitCalls("first");
	}

	@Test
	void needsNoThreadThatEventsOfItsConnectionHold() {
		HandlerPool pool = new HandlerPool(4, new CustomizableThreadFactory("farewell-test-"));
		CountDownLatch holding = new CountDownLatch(2);
		CountDownLatch end = new CountDownLatch(1);
		for (int i = 0; i < 4; i++) {
			pool.execute(new Event(this.socket.session(), () -> {
				holding.countDown();
				end.await();
				return null;
			}));
		}
		await().until(() -> holding.getCount() == 0);
		call("first", pool).subscribe();
		awaitCalls("first");
		end.countDown();
	}

	/**
	 * An event of a connection.
	 *
	 * @param connection the connection
	 * @param action what its handler does
	 */
	private record Event(Object connection, Callable<?> action) implements ConnectionTask {

		@Override
		public void run() {
			try {
				this.action.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static class Methods {

		private final List<String> ended = Collections.synchronizedList(new ArrayList<>());

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		private final TestPublisher<String> publisher = TestPublisher.create();

		void first() {
			this.ended.add("first");
		}

		void second() {
			this.ended.add("second");
		}

		Mono<String> hanging() {
			return this.publisher.mono();
		}

		void blocking() throws InterruptedException {
			this.begun.countDown();
			this.release.await();
			this.ended.add("blocking");
		}

	}

}
