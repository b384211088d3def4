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

import io.github.socketiospring.adapter.redis.ClassicEmitter;
import io.github.socketiospring.core.AfterCommit;
import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.transaction.TransactionalAfterCommit;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class SocketIOEmitterAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations
		.of(SocketIOEmitterAutoConfiguration.class, DataRedisAutoConfiguration.class);

	/** Nobody listens on that port, and nobody waits for it. */
	private static final String[] PROPERTIES = { "socketio.emitter.enabled=true", "spring.data.redis.host=127.0.0.1",
			"spring.data.redis.port=1", "socketio.adapter.start-timeout=0s" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void isOffUntilAskedFor() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(SocketIOEmitter.class)
			.doesNotHaveBean(ClassicEmitter.class)
			.doesNotHaveBean(AfterCommit.class));
	}

	@Test
	void configuresAnEmitterThatWaitsForCommits() {
		withoutWarnings(() -> this.runner.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context.getBean(SocketIOEmitter.class).afterCommit())
				.isInstanceOf(TransactionalAfterCommit.class)
				.isSameAs(context.getBean(AfterCommit.class))));
	}

	@Test
	void configuresItInWebApplicationsToo() {
		withoutWarnings(() -> new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOEmitter.class)));
	}

	@Test
	void sendsAtOnceWithoutTransactions() {
		withoutWarnings(() -> this.runner.withPropertyValues(PROPERTIES)
			.withClassLoader(new FilteredClassLoader("org.springframework.transaction.reactive"))
			.run((context) -> assertThat(context.getBean(SocketIOEmitter.class).afterCommit())
				.isSameAs(AfterCommit.AT_ONCE)));
	}

	@Test
	void backsOffWhenTheApplicationHasOne() {
		this.runner.withPropertyValues(PROPERTIES)
			.withUserConfiguration(OwnEmitter.class)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOEmitter.class)
				.doesNotHaveBean(ClassicEmitter.class));
	}

	@Test
	void failsWithoutConnections() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketIOEmitterAutoConfiguration.class))
			.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'socketio.emitter.enabled' is 'true', but the application has no RedisConnectionFactory: "
						+ "add 'spring-boot-starter-data-redis' and set 'spring.data.redis.host'"));
	}

	@Test
	void failsIfNoneOfSeveralConnectionsIsChosen() {
		this.runner.withPropertyValues(PROPERTIES)
			.withUserConfiguration(TwoFactories.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("give the one for Socket.IO the qualifier 'socketIORedisConnectionFactory'"));
	}

	@Test
	void usesTheConnectionsWithTheName() {
		withoutWarnings(() -> this.runner.withPropertyValues(PROPERTIES)
			.withUserConfiguration(TwoFactories.class, NamedFactory.class)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOEmitter.class)));
	}

	@Test
	void failsWithAnotherDriver() {
		this.runner.withPropertyValues(PROPERTIES)
			.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("SocketIOEmitter requires Lettuce"));
	}

	@Test
	void failsWithoutTheLibraries() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketIOEmitterAutoConfiguration.class))
			.withPropertyValues(PROPERTIES)
			.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'socketio.emitter.enabled' is 'true', but 'lettuce-core' is not on the class path: add "
						+ "'spring-boot-starter-data-redis'"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketIOEmitterAutoConfiguration.class))
			.withPropertyValues(PROPERTIES)
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'spring-data-redis' is not on the class path"));
	}

	@Test
	void failsWithAWrongKey() {
		this.runner.withPropertyValues(PROPERTIES)
			.withPropertyValues("socketio.adapter.key= ")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("must not be empty"));
	}

	/** An emitter whose Redis is unavailable says so, which is not the point here. */
	private static void withoutWarnings(Runnable test) {
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.adapter.redis")) {
			test.run();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEmitter {

		@Bean
		SocketIOEmitter emitter() {
			return mock(SocketIOEmitter.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFactories {

		@Bean
		LettuceConnectionFactory one() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

		@Bean
		LettuceConnectionFactory two() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedFactory {

		@Bean
		LettuceConnectionFactory socketIORedisConnectionFactory() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

	}

}
