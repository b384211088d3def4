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

package io.github.socketiospring.sample.echo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.socket.client.IO;
import io.socket.client.Socket;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application that README.md shows is {@link EchoApplication}, and it works.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.reactor.netty.shutdown-quiet-period=0s", "socketio.shutdown.budget=0s",
				// Neither the properties nor the log-in of the chat.
				"spring.config.name=echo",
				"spring.autoconfigure.exclude=" + ReadmeTests.WEB_SECURITY + "," + ReadmeTests.MANAGEMENT_SECURITY })
class ReadmeTests {

	static final String WEB_SECURITY = "org.springframework.boot.security.autoconfigure"
			+ ".web.reactive.ReactiveWebSecurityAutoConfiguration";

	static final String MANAGEMENT_SECURITY = "org.springframework.boot.security.autoconfigure.actuate"
			+ ".web.reactive.ReactiveManagementWebSecurityAutoConfiguration";

	private static final Path SOURCE = Path.of("src/test/java")
		.resolve(EchoApplication.class.getName().replace('.', '/') + ".java");

	@Test
	void readmeShowsTheApplication() throws IOException {
		String source = Files.readString(SOURCE);
		assertThat(Files.readString(Path.of("../README.md")))
			.contains(source.substring(source.indexOf("import ")).replace("\t", "    "));
	}

	@Test
	void applicationAnswers(@LocalServerPort int port) throws Exception {
		Socket socket = IO.socket(URI.create("http://127.0.0.1:" + port));
		try {
			CompletableFuture<Object> answer = new CompletableFuture<>();
			socket.connect();
			socket.emit("hello", new Object[] { "Ann" }, (arguments) -> answer.complete(arguments[0]));
			assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("Hello, Ann!");
		}
		finally {
			socket.disconnect();
		}
	}

}
