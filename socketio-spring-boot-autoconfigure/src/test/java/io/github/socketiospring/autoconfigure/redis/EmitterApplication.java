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

import java.util.Map;

import io.github.socketiospring.core.SocketIOEmitter;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A service that sends one event and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmitterApplication {

	/**
	 * Start the service.
	 * @param arguments properties
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(EmitterApplication.class, arguments);
	}

	@Bean
	ApplicationRunner sender(SocketIOEmitter emitter) {
		return (arguments) -> emitter.of("orders")
			.to("order:7")
			.emit("shipped", new Order(7, new byte[] { 1, 2 }), Map.of("express", true));
	}

	record Order(long id, byte[] label) {

	}

}
