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

package io.github.socketiospring.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerConsole;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * This project's server as a node of a cluster, with default settings, also of its log.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class FaultServer {

	/**
	 * How a node is started.
	 * @param name the name of the node
	 * @param redis the port of Redis
	 * @return its command
	 */
	static ServerCommand command(String name, int redis) {
		return new ServerCommand(name,
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseG1GC",
						"-cp", System.getProperty("java.class.path"), FaultServer.class.getName(),
						"--socketio.adapter.node-name=" + name, "--spring.data.redis.port=" + redis));
	}

	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(FaultServer.class, FaultHandlers.class)
			.properties("server.port=0", "server.address=127.0.0.1", "socketio.adapter.type=redis",
					"spring.data.redis.host=127.0.0.1",
					"logging.config=classpath:io/github/socketiospring/testsupport/attack/logback.xml")
			.bannerMode(Banner.Mode.OFF)
			.run(args);
		ServerConsole.listening(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		ServerConsole.obey();
	}

}
