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

package io.github.socketiospring.testsupport.attack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerConsole;
import io.github.socketiospring.testsupport.process.ServerProcess;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@link Targets} in their own process with a heap of 512 MB and default settings, except
 * for those that make attacks possible.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class AttackedServer {

	/**
	 * Start the process.
	 * @param properties properties of the application, as {@code name=value}
	 * @return the server, to be closed
	 */
	public static ServerProcess start(String... properties) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseG1GC",
						"-cp", System.getProperty("java.class.path"), AttackedServer.class.getName()));
		for (String property : properties) {
			command.add("--" + property);
		}
		return ServerProcess.start(new ServerCommand("attacked server", command));
	}

	public static void main(String[] args) throws IOException {
		Map<String, Object> properties = new HashMap<>(Targets.PROPERTIES);
		properties.put("server.port", "0");
		properties.put("server.address", "127.0.0.1");
		properties.put("logging.config", "classpath:io/github/socketiospring/testsupport/attack/logback.xml");
		ConfigurableApplicationContext context = new SpringApplicationBuilder(AttackedServer.class, Targets.class)
			.properties(properties)
			.bannerMode(Banner.Mode.OFF)
			.run(args);
		ServerConsole.listening(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		ServerConsole.obey();
	}

}
