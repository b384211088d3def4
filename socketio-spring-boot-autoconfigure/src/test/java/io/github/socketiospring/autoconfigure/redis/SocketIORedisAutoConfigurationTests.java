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

package io.github.socketiospring.autoconfigure.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import io.github.socketiospring.actuate.SocketIOEndpoint;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterObserver;
import io.github.socketiospring.adapter.cluster.MessageKind;
import io.github.socketiospring.adapter.redis.SubscriptionMode;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.actuate.SocketIOEndpointAutoConfiguration;
import io.github.socketiospring.autoconfigure.actuate.SocketIOHealthAutoConfiguration;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.health.SocketIOHealthIndicator;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * What connects nodes is chosen by the application alone, and what cannot work fails the
 * start. There is no Redis at the address that is used.
 */
class SocketIORedisAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class,
				JacksonAutoConfiguration.class, SocketIOAdapterAutoConfiguration.class,
				SocketIORedisAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1",
				"socketio.adapter.start-timeout=0s");

	private final ReactiveWebApplicationContextRunner redis = this.runner
		.withPropertyValues("socketio.adapter.type=redis");

	private final ReactiveWebApplicationContextRunner sharded = this.runner
		.withPropertyValues("socketio.adapter.type=redis-sharded");

	@Test
	void redisOnTheClassPathIsNoReasonToUseIt() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ClusterNode.class)
			.doesNotHaveBean(ClusterLifecycle.class)
			.hasSingleBean(AdapterFactory.class));
	}

	@Test
	void messagesCarryTheirTraceByProperty() {
		ClusterObserver observer = mock();
		ReactiveWebApplicationContextRunner observed = this.redis.withBean(ClusterObserver.class, () -> observer);
		observed.run((context) -> {
			context.getBean(SocketIOServer.class).emit("hello");
			then(observer).should(never()).publish(anyString(), any());
		});
		observed.withPropertyValues("socketio.adapter.propagate-trace=true").run((context) -> {
			context.getBean(SocketIOServer.class).emit("hello");
			then(observer).should().publish("/", MessageKind.BROADCAST);
		});
	}

	@Test
	void startsWithoutRedisBeforeTheWebServer() {
		this.redis.withPropertyValues("socketio.adapter.node-name=one").run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(AdapterFactory.class).hasSingleBean(ClusterNode.class);
			assertThat(context.getBean(ClusterNode.class).name()).isEqualTo("one");
			assertThat(context.getBean(ClusterNode.class).isConnected()).isFalse();
			ClusterLifecycle lifecycle = context.getBean(ClusterLifecycle.class);
			assertThat(lifecycle.isRunning()).isTrue();
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.getPhase()).isPositive()
				.isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
			assertThat(context.getBean(LettuceConnectionFactory.class).getPhase()).isLessThan(lifecycle.getPhase());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-sharded", "redis_sharded", "REDIS_SHARDED", "redisSharded", "REDIS" })
	void takesEachSpellingOfAType(String type) {
		this.runner.withPropertyValues("socketio.adapter.type=" + type)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ClusterNode.class));
	}

	@Test
	void subscribesInTheModeOfTheSettings() {
		this.sharded
			.withPropertyValues("socketio.adapter.channel-prefix=other",
					"socketio.adapter.subscription-mode=dynamic-private")
			.run((context) -> {
				SocketIOAdapterProperties properties = context.getBean(SocketIOAdapterProperties.class);
				assertThat(properties.channelPrefix()).isEqualTo("other");
				assertThat(properties.subscriptionMode()).isEqualTo(SubscriptionMode.DYNAMIC_PRIVATE);
			});
	}

	@Test
	void tellsTheAttributesOfTheSettings() {
		this.runner.withPropertyValues("socketio.adapter.tell-attributes=com.example.Profile, com.example.teams.*")
			.run((context) -> assertThat(
					context.getBean(SocketIOAdapterProperties.class).toClusterOptions().tellAttributes())
				.containsExactly("com.example.Profile", "com.example.teams.*"));
		this.runner.run((context) -> assertThat(
				context.getBean(SocketIOAdapterProperties.class).toClusterOptions().tellAttributes())
			.isEmpty());
	}

	@Test
	void failsWithTheShardedAdapterAndWhatItCannotDo() {
		this.sharded.withPropertyValues("socketio.connection-state-recovery.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("socketio.connection-state-recovery.enabled")
				.hasMessageContaining("socketio.adapter.type=redis-sharded"));
		this.sharded.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'socketio.adapter.type' is 'redis-sharded'")
				.hasMessageContaining("'lettuce-core' is not on the class path"));
	}

	@Test
	void healthStaysUpWithoutRedis() {
		this.redis.withConfiguration(AutoConfigurations.of(SocketIOHealthAutoConfiguration.class)).run((context) -> {
			Health health = context.getBean(SocketIOHealthIndicator.class).health().block();
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("cluster", "disconnected");
		});
	}

	@Test
	void healthHasTheConfiguredStatusWithoutRedis() {
		this.redis.withConfiguration(AutoConfigurations.of(SocketIOHealthAutoConfiguration.class))
			.withPropertyValues("socketio.health.cluster-status=OUT_OF_SERVICE")
			.run((context) -> {
				Health health = context.getBean(SocketIOHealthIndicator.class).health().block();
				assertThat(health).isNotNull();
				assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			});
	}

	@Test
	void endpointShowsTheNode() {
		this.redis.withConfiguration(AutoConfigurations.of(SocketIOEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoint.socketio.access=READ_ONLY",
					"management.endpoints.web.exposure.include=socketio", "socketio.adapter.node-name=one")
			.run((context) -> {
				ClusterNode node = context.getBean(ClusterNode.class);
				context.getBean(SocketIOServer.class).emit("lost");
				SocketIOEndpoint.ClusterDescriptor shown = context.getBean(SocketIOEndpoint.class).server().cluster();
				assertThat(shown).isNotNull();
				assertThat(shown.messages()).hasSameSizeAs(ClusterCounter.values())
					.containsEntry("published", 1L)
					.containsEntry("lost", 1L)
					.containsEntry("timed_out", 0L);
				assertThat(shown).isEqualTo(new SocketIOEndpoint.ClusterDescriptor(node.id(), "one", false, List.of(),
						0, 0, 0, 0, shown.messages()));
			});
	}

	@Test
	void listenersHearOfRequests() {
		List<String> heard = new ArrayList<>();
		this.redis
			.withBean(ClusterListener.class,
					() -> (request, outcome, took) -> heard.add(request + " " + outcome + " " + took))
			.run((context) -> {
				StepVerifier.create(context.getBean(SocketIOServer.class).fetchSockets())
					.expectError(ClusterUnavailableException.class)
					.verify(Duration.ofSeconds(10));
				assertThat(heard).containsExactly("SOCKETS UNAVAILABLE PT0S");
			});
	}

	@Test
	void messagesThatWaitCountInTheMemoryOfTheServer() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		List<Consumer<ClusterFrame>> receivers = new ArrayList<>();
		ClusterBus bus = mock();
		given(bus.start()).willReturn(Mono.empty());
		given(bus.stop()).willReturn(Mono.empty());
		given(bus.open(anyString(), anyString(), any(), any())).willAnswer((call) -> {
			receivers.add(call.getArgument(3));
			return mock(ClusterBus.Channel.class);
		});
		ClusterFrame frame = mock();
		given(frame.size()).willReturn(1000);
		given(frame.isNeeded()).willReturn(true);
		given(frame.read()).willReturn(new ClusterFrame.Received("peer", null));
		this.redis
			.withBean(ClusterNode.class,
					() -> ClusterNode.builder(bus).lanes(Schedulers.fromExecutor(tasks::add)).build())
			.run((context) -> {
				MemoryBudget memory = context.getBean(EngineServer.class).memory();
				receivers.get(0).accept(frame);
				assertThat(memory.used(MemoryKind.CLUSTER)).isGreaterThan(1000).isEqualTo(memory.used());
				tasks.forEach(Runnable::run);
				assertThat(memory.used()).isZero();
			});
	}

	@Test
	void backsOffForAnAdapterOfTheApplication() {
		this.redis.withBean(AdapterFactory.class, () -> (namespace, sockets) -> new InMemoryAdapter(sockets))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ClusterNode.class)
				.doesNotHaveBean(ClusterLifecycle.class));
	}

	@ParameterizedTest
	@CsvSource({ "io.lettuce,lettuce-core", "org.springframework.data.redis,spring-data-redis" })
	void failsWithoutRedisOnTheClassPath(String library, String name) {
		this.redis.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'" + name + "' is not on the class path")
				.hasMessageContaining("spring-boot-starter-data-redis"));
	}

	@Test
	void failsWithAnotherDriver() {
		this.redis.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("spring.data.redis.client-type=lettuce"));
	}

	@Test
	void failsWithConnectionStateRecovery() {
		this.redis.withPropertyValues("socketio.connection-state-recovery.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("socketio.connection-state-recovery.enabled")
				.hasMessageContaining("socketio.adapter.type=redis"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded" })
	void startsWithoutTheRedisCluster(String type) {
		this.runner
			.withPropertyValues("socketio.adapter.type=" + type, "spring.data.redis.cluster.nodes=127.0.0.1:1",
					"spring.data.redis.cluster.max-redirects=2")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(ClusterNode.class);
				assertThat(context.getBean(ClusterNode.class).isConnected()).isFalse();
			});
	}

	@Test
	void failsWithSeveralRedis() {
		this.redis.withBean("one", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.withBean("two", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(SocketIORedisAutoConfiguration.CONNECTION_FACTORY));
	}

	@Test
	void takesTheQualifiedOfSeveralRedis() {
		this.redis.withUserConfiguration(SeveralRedis.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ClusterNode.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "key=", "channel-prefix=", "subscription-mode=some", "requests-timeout=0s",
			"publish-timeout=0s", "start-timeout=-1s", "max-message-size=0", "heartbeat-interval=-1s",
			"heartbeat-interval=61m", "tell-attributes=a,,b", "type=jedis" })
	void rejectsAnInvalidValue(String property) {
		this.runner.withPropertyValues("socketio.adapter." + property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("socketio.adapter." + property.substring(0, property.indexOf('='))));
	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralRedis {

		@Bean(SocketIORedisAutoConfiguration.CONNECTION_FACTORY)
		RedisConnectionFactory forSocketIO() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

		@Bean
		RedisConnectionFactory other() {
			return mock(RedisConnectionFactory.class);
		}

	}

}
