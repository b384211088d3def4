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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Finds the Redis connection factory of the application.
 */
final class ConnectionFactories {

	/**
	 * The qualifier or bean name of the factory to use if the application has several.
	 */
	static final String QUALIFIER = "socketIORedisConnectionFactory";

	private ConnectionFactories() {
	}

	/**
	 * Find the factory to use.
	 * @param qualified the factories with the qualifier
	 * @param all all factories
	 * @param setting the property that requires a factory, for the exception
	 * @return the factory
	 * @throws IllegalStateException if there is no factory, or if there are several and
	 * none has the qualifier
	 */
	static RedisConnectionFactory find(ObjectProvider<RedisConnectionFactory> qualified,
			ObjectProvider<RedisConnectionFactory> all, String setting) {
		RedisConnectionFactory factory = qualified.getIfAvailable();
		if (factory == null) {
			factory = all.getIfUnique();
		}
		if (factory != null) {
			return factory;
		}
		throw new IllegalStateException(setting + (all.stream().findAny().isPresent()
				? ", but the application has several RedisConnectionFactory beans: give the one for Socket.IO the "
						+ "qualifier '" + QUALIFIER + "'"
				: ", but the application has no RedisConnectionFactory: add 'spring-boot-starter-data-redis' and set "
						+ "'spring.data.redis.host'"));
	}

}
