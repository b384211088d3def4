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

package io.github.socketiospring.benchmarks.server;

import java.io.IOException;
import java.util.List;

import io.github.socketiospring.testsupport.process.ServerConsole;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * This project's server in a Spring Boot application with default settings. Its first
 * argument selects where handlers run: {@code default} or {@code non-blocking}. With
 * {@code metered} as the second, there is a registry of meters, as in an application that
 * Prometheus watches. It has no Redis, which is there for {@link ClusterServer}.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = { DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class })
public class SpringServer {

	public static void main(String[] args) throws IOException {
		List<Class<?>> further = List.of(args).contains("metered") ? List.of(Meters.class) : List.of();
		ConfigurableApplicationContext context = run((args.length > 0) ? args[0] : "default", further);
		ServerConsole.listening(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		ServerConsole.obey();
	}

	/**
	 * Start the server.
	 * @param execution where handlers run
	 * @return the application
	 */
	public static ConfigurableApplicationContext run(String execution) {
		return run(execution, List.of());
	}

	private static ConfigurableApplicationContext run(String execution, List<Class<?>> further) {
		Class<?> handlers = execution.equals("non-blocking") ? NonBlockingHandlers.class : DefaultHandlers.class;
		SpringApplication application = new SpringApplicationBuilder(SpringServer.class, handlers)
			.sources(further.toArray(Class<?>[]::new))
			.properties("server.port=0", "server.address=127.0.0.1", "logging.level.root=warn")
			.bannerMode(Banner.Mode.OFF)
			.application();
		return application.run();
	}

	/**
	 * What a starter for Prometheus brings.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		PrometheusMeterRegistry registry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

	}

}
