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

package io.github.socketiospring.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerConsole;
import io.github.socketiospring.testsupport.process.ServerProcess;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * A server of a {@link RedisCluster} in a process of its own, which a test may stop and
 * kill.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RedisCluster.Server.class)
public class ClusterPeer {

	/**
	 * Start the server.
	 * @param redis connects it to others
	 * @param name its name
	 * @param properties further properties
	 * @return the server, which listens
	 */
	static ServerProcess start(RedisServer redis, String name, Map<String, String> properties) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ClusterPeer.class.getName(),
				"--server.port=0", "--server.address=127.0.0.1", "--socketio.adapter.node-name=" + name));
		Map<String, String> all = new HashMap<>(redis.properties());
		all.put("socketio.adapter.type", "redis");
		all.putAll(properties);
		all.forEach((property, value) -> command.add("--" + property + "=" + value));
		return ServerProcess.start(new ServerCommand(name, command));
	}

	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ClusterPeer.class)
			.bannerMode(Banner.Mode.OFF)
			.run(args);
		ServerConsole.listening(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		ServerConsole.obey();
	}

}
