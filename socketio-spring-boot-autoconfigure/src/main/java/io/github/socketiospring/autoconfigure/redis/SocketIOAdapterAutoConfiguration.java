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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the adapter that does not depend on optional libraries: binds the
 * properties and fails if a library is missing.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SocketIOAdapterProperties.class)
public final class SocketIOAdapterAutoConfiguration {

	static final String LETTUCE = "io.lettuce.core.RedisClient";

	static final String SPRING_DATA = "org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory";

	private final SocketIOAdapterProperties properties;

	SocketIOAdapterAutoConfiguration(SocketIOAdapterProperties properties) {
		// Injected here so that an invalid value always fails the start.
		this.properties = properties;
	}

	@Override
	public String toString() {
		return "Adapter of type " + this.properties.type();
	}

	private static IllegalStateException missing(SocketIOAdapterProperties.Type type, String library) {
		return new IllegalStateException("'socketio.adapter.type' is '" + type.value() + "', but '" + library
				+ "' is not on the class path: add 'spring-boot-starter-data-redis'");
	}

	/**
	 * Fails the start instead of running the nodes without a connection.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(RedisAdapterCondition.class)
	@ConditionalOnMissingClass(LETTUCE)
	static class MissingLettuce {

		MissingLettuce(SocketIOAdapterProperties properties) {
			throw missing(properties.type(), "lettuce-core");
		}

	}

	/**
	 * Fails the start instead of running the nodes without a connection.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(RedisAdapterCondition.class)
	@ConditionalOnMissingClass(SPRING_DATA)
	static class MissingSpringData {

		MissingSpringData(SocketIOAdapterProperties properties) {
			throw missing(properties.type(), "spring-data-redis");
		}

	}

}
