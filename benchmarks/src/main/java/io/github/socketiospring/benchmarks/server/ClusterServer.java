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

import io.github.socketiospring.testsupport.process.ServerConsole;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * This project's server as a node of a cluster, with default settings. Its arguments are
 * the adapter, {@code classic} or {@code sharded}, and the port of Redis.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class ClusterServer {

	public static void main(String[] args) throws IOException {
		String adapter = args[0].equals("sharded") ? "redis-sharded" : "redis";
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ClusterServer.class,
				ClusterHandlers.class)
			.properties("server.port=0", "server.address=127.0.0.1", "logging.level.root=warn",
					"socketio.adapter.type=" + adapter, "spring.data.redis.host=127.0.0.1",
					"spring.data.redis.port=" + args[1])
			.bannerMode(Banner.Mode.OFF)
			.run();
		ServerConsole.listening(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		ServerConsole.obey();
	}

}
