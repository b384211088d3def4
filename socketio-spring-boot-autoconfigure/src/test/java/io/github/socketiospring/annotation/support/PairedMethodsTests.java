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

package io.github.socketiospring.annotation.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.handler.HandlerPool;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.Race;
import io.github.socketiospring.testsupport.TestTimer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@code @OnConnect} and {@code @OnDisconnect} methods of one bean are called in
 * pairs, regardless of how the socket ends.
 */
class PairedMethodsTests {

	private static final Duration COMPLETION = Duration.ofSeconds(30);

	private final TestTimer timer = new TestTimer();

	private SocketIOServer io = SocketIOServers.builder().build();

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.context.close();
		this.threads.shutdownNow();
	}

	private void start(Class<?>... beans) {
		start(this.threads, beans);
	}

	private void start(Executor executor, Class<?>... beans) {
		this.context.register(beans);
		AnnotatedHandlerOptions options = AnnotatedHandlerOptions
			.builder(() -> this.io, JsonMapper.shared(), (error, locale) -> String.valueOf(error.getMessage()),
					executor)
			.build();
		this.context.registerBean("registrar", AnnotatedHandlerRegistrar.class,
				() -> new AnnotatedHandlerRegistrar(this.context.getBeanFactory(), options));
		this.context.refresh();
	}

	@Test
	void blockingMethodIsNotInterruptedWhenItsClientLeaves() throws Exception {
		start(Blocking.class);
		Blocking bean = this.context.getBean(Blocking.class);
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		bean.begun.await();
		session.lose(CloseReason.TRANSPORT_CLOSE);
		bean.goOn.countDown();
		Awaitility.await().until(this.io::isIdle);
		assertThat(bean.log).containsExactly("connected", "CONNECT_ABORTED");
	}

	@Test
	void eachBeanIsToldOfTheSocketsItLetInUnderChurn() {
		start(First.class, Second.class, Third.class);
		AtomicInteger entered = new AtomicInteger();
		this.io.onConnection((socket) -> entered.incrementAndGet());
		int clients = 150;
		Race.run(4, (thread) -> {
			for (int i = 0; i < clients; i++) {
				churn(i);
			}
		});
		Awaitility.await().until(this.io::isIdle);
		Counts first = this.context.getBean(First.class).counts;
		Counts second = this.context.getBean(Second.class).counts;
		first.assertPaired();
		second.assertPaired();
		assertThat(second.connected).hasSizeLessThan(first.connected.size());
		assertThat(this.context.getBean(Third.class).gone).hasValue(entered.get());
	}

	@ParameterizedTest
	@CsvSource({ "1,'connect'", "2,'connect,connect,CONNECT_REFUSED'", "0,'connect,connect,TRANSPORT_CLOSE'" })
	void beanIsToldOnceOneOfItsMethodsHasCompleted(int refuse, String calls) {
		start(Several.class, After.class);
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"refuse\":" + refuse + "}");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		session.lose(CloseReason.TRANSPORT_CLOSE);
		Awaitility.await().until(this.io::isIdle);
		assertThat(this.context.getBean(Several.class).log).containsExactly(calls.split(","));
		assertThat(this.context.getBean(After.class).calls).hasValue((refuse != 0) ? 0 : 2);
	}

	@Test
	void beanIsToldAlthoughAllThreadsAreStuck() throws Exception {
		this.io = SocketIOServers.builder().timer(this.timer).build();
		HandlerPool pool = new HandlerPool(2, new CustomizableThreadFactory("paired-test-"));
		start(pool, Stuck.class);
		Stuck bean = this.context.getBean(Stuck.class);
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		CountDownLatch stuck = new CountDownLatch(2);
		for (int i = 0; i < 2; i++) {
			pool.execute(() -> {
				stuck.countDown();
				bean.awaitRelease();
			});
		}
		stuck.await();
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.io.statistics().handlersAtWork()).extracting(HandlerAtWork::event)
			.containsExactly("disconnecting");
		assertThat(bean.log).isEmpty();
		this.timer.advance(COMPLETION);
		Awaitility.await().until(() -> bean.log.contains("disconnecting"));
		this.timer.advance(COMPLETION);
		Awaitility.await().until(this.io::isIdle);
		Awaitility.await().until(() -> bean.log.contains("disconnect"));
		bean.release.countDown();
		CountDownLatch free = new CountDownLatch(2);
		pool.execute(free::countDown);
		pool.execute(free::countDown);
		free.await();
		assertThat(bean.log).containsExactly("disconnecting", "disconnect");
	}

	private void churn(int number) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"number\":" + number + "}");
		if (number % 4 == 0) {
			Awaitility.await().until(() -> !session.sent().isEmpty());
			if (number % 8 == 0 && session.sent().get(0).startsWith("0")) {
				session.receive("1");
			}
		}
		if (number % 4 == 1) {
			this.io.disconnectSockets(false);
		}
		session.lose(CloseReason.TRANSPORT_CLOSE);
	}

	@SocketNamespace
	static class Blocking {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private final List<String> log = Collections.synchronizedList(new ArrayList<>());

		@OnConnect
		void connected() {
			this.begun.countDown();
			try {
				this.goOn.await();
				this.log.add("connected");
			}
			catch (InterruptedException ex) {
				this.log.add("interrupted");
			}
		}

		@OnDisconnect
		void gone(DisconnectReason reason) {
			this.log.add(reason.name());
		}

	}

	@SocketNamespace
	@Order(1)
	static class Several {

		private final List<String> log = Collections.synchronizedList(new ArrayList<>());

		@OnConnect
		void blocking(@AuthPayload("refuse") int refuse) {
			connect(refuse);
		}

		@OnConnect
		Mono<Void> reactive(@AuthPayload("refuse") int refuse) {
			return Mono.fromRunnable(() -> connect(refuse));
		}

		private void connect(int refuse) {
			this.log.add("connect");
			if (this.log.size() == refuse) {
				throw new ConnectRefusedException("no");
			}
		}

		@OnDisconnect
		void gone(DisconnectReason reason) {
			this.log.add(reason.name());
		}

	}

	@SocketNamespace
	@Order(2)
	static class After {

		private final AtomicInteger calls = new AtomicInteger();

		@OnConnect
		@OnDisconnect
		void called() {
			this.calls.incrementAndGet();
		}

	}

	@SocketNamespace
	static class Stuck {

		private final List<String> log = Collections.synchronizedList(new ArrayList<>());

		private final CountDownLatch release = new CountDownLatch(1);

		@OnConnect
		@NonBlocking
		void connect() {
		}

		void awaitRelease() {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@OnDisconnecting
		void disconnecting() {
			this.log.add("disconnecting");
		}

		@OnDisconnect
		void disconnect() {
			this.log.add("disconnect");
		}

	}

	@SocketNamespace
	@Order(1)
	static class First {

		private final Counts counts = new Counts();

		@OnConnect
		void connected(SocketIOSocket socket) {
			Thread.yield();
			this.counts.connected(socket);
		}

		@OnDisconnect
		void gone(SocketIOSocket socket) {
			this.counts.gone(socket);
		}

	}

	@SocketNamespace
	@Order(2)
	static class Second {

		private final Counts counts = new Counts();

		@OnConnect
		Mono<Void> connected(SocketIOSocket socket) {
			if (socket.handshake().auth().get("number").asInt() % 5 == 0) {
				return Mono.error(new ConnectRefusedException("no"));
			}
			return Mono.fromRunnable(() -> this.counts.connected(socket));
		}

		@OnDisconnect
		void gone(SocketIOSocket socket) {
			this.counts.gone(socket);
		}

	}

	@SocketNamespace
	@Order(3)
	static class Third {

		private final AtomicInteger gone = new AtomicInteger();

		@OnDisconnect
		void gone() {
			this.gone.incrementAndGet();
		}

	}

	/**
	 * Records which sockets connected and disconnected.
	 */
	private static final class Counts {

		private final Map<String, Integer> connected = new ConcurrentHashMap<>();

		private final Map<String, Integer> gone = new ConcurrentHashMap<>();

		private final List<String> tooEarly = Collections.synchronizedList(new ArrayList<>());

		void connected(SocketIOSocket socket) {
			this.connected.merge(socket.id(), 1, Integer::sum);
		}

		void gone(SocketIOSocket socket) {
			if (!this.connected.containsKey(socket.id())) {
				this.tooEarly.add(socket.id());
			}
			this.gone.merge(socket.id(), 1, Integer::sum);
		}

		void assertPaired() {
			assertThat(this.tooEarly).isEmpty();
			assertThat(this.gone).isEqualTo(this.connected);
			assertThat(this.gone.values()).containsOnly(1);
		}

	}

}
