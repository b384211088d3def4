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
import io.github.socketiospring.adapter.redis.RedisLinkHints;
import io.github.socketiospring.autoconfigure.transaction.SocketIOTransactionAutoConfiguration;
import io.github.socketiospring.core.AfterCommit;
import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.emitter.DefaultSocketIOEmitter;
import io.github.socketiospring.transaction.TransactionalAfterCommit;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * Auto-configuration of a {@link SocketIOEmitter} in applications of any kind. Does not
 * require a web server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOTransactionAutoConfiguration.class,
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnBooleanProperty("socketio.emitter.enabled")
@EnableConfigurationProperties(SocketIOEmitterProperties.class)
public final class SocketIOEmitterAutoConfiguration {

	private static final String SETTING = "'socketio.emitter.enabled' is 'true'";

	private static IllegalStateException missing(String library) {
		return new IllegalStateException(
				SETTING + ", but '" + library + "' is not on the class path: add 'spring-boot-starter-data-redis'");
	}

	/**
	 * Creates an emitter that publishes to Redis.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RedisClient.class, LettuceConnectionFactory.class })
	@ConditionalOnMissingBean(SocketIOEmitter.class)
	@EnableConfigurationProperties(SocketIOAdapterProperties.class)
	@ImportRuntimeHints(RedisLinkHints.class)
	static class Redis {

		@Bean
		ClassicEmitter socketIOEmitterBus(SocketIOAdapterProperties properties,
				@Qualifier(ConnectionFactories.QUALIFIER) ObjectProvider<RedisConnectionFactory> qualified,
				ObjectProvider<RedisConnectionFactory> connections, ObjectProvider<JsonMapper> mapper) {
			return ClassicEmitter.to(ConnectionFactories.find(qualified, connections, SETTING),
					properties.clientName() + ":emitter", mapper.getIfAvailable(JsonMapper::shared), properties.key(),
					(int) properties.maxMessageSize().toBytes());
		}

		@Bean
		SocketIOEmitter socketIOEmitter(ClassicEmitter socketIOEmitterBus, ObjectProvider<AfterCommit> afterCommit) {
			return new DefaultSocketIOEmitter(socketIOEmitterBus,
					afterCommit.getIfAvailable(() -> AfterCommit.AT_ONCE));
		}

		@Bean
		EmitterLifecycle socketIOEmitterLifecycle(ClassicEmitter socketIOEmitterBus,
				SocketIOAdapterProperties properties) {
			return new EmitterLifecycle(socketIOEmitterBus, properties.startTimeout());
		}

	}

	/**
	 * Supports {@code afterCommit()} in applications without a Socket.IO server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TransactionSynchronizationManager.class)
	static class Transactions {

		@Bean
		@ConditionalOnMissingBean
		AfterCommit socketIOAfterCommit() {
			return new TransactionalAfterCommit();
		}

	}

	/**
	 * Fails the start instead of running the application without its emitter.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(SocketIOAdapterAutoConfiguration.LETTUCE)
	@ConditionalOnMissingBean(SocketIOEmitter.class)
	static class MissingLettuce {

		MissingLettuce() {
			throw missing("lettuce-core");
		}

	}

	/**
	 * Fails the start instead of running the application without its emitter.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(SocketIOAdapterAutoConfiguration.SPRING_DATA)
	@ConditionalOnMissingBean(SocketIOEmitter.class)
	static class MissingSpringData {

		MissingSpringData() {
			throw missing("spring-data-redis");
		}

	}

}
