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

package io.github.socketiospring.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.socketiospring.integration.BlockingCalls;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An application starts without the libraries that are optional. They are really absent,
 * since a class loader that only hides their classes does not affect conditions.
 */
class OptionalLibrariesTests {

	private static final String ALL = "micrometer-(core|registry|tracing)|spring-boot-(actuator|health|micrometer)"
			+ "|context-propagation|spring-(tx|security|session|data)|msgpack|kotlin"
			+ "|spring-boot-(transaction|persistence|data)|validat";

	private static final List<String> SOME = List.of(
			"micrometer-(core|registry|tracing)|spring-boot-(actuator|health|micrometer)",
			"spring-boot-(actuator|health)", "spring-boot-micrometer|micrometer-(core|registry|tracing)",
			"spring-(tx|data)|spring-boot-(transaction|persistence|data)", "context-propagation", "spring-security",
			"spring-session");

	/**
	 * BlockHound transforms all classes there are. It could not find what those of these
	 * tests refer to, once their class loaders are closed.
	 */
	@BeforeAll
	static void watchBlockingCalls() {
		BlockingCalls.watch();
	}

	/** By default all are absent at once, in the full run some at a time as well. */
	static Stream<String> libraries() {
		return TestProfile.isFull() ? Stream.concat(SOME.stream(), Stream.of(ALL)) : Stream.of(ALL);
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void startsWithout(String libraries) throws Exception {
		assertThat(start(libraries)).isEqualTo("socketIOServer");
	}

	@Test
	void servesTheAdminUiWithoutSpringSecurity() throws Exception {
		assertThat(start("spring-security", "--socketio.admin.enabled=true", "--socketio.admin.username=root",
				"--socketio.admin.password=secret"))
			.isEqualTo("socketIOServer");
		assertThatThrownBy(() -> start("spring-security", "--socketio.admin.enabled=true",
				"--socketio.admin.username=root", "--socketio.admin.password=$2a$10$hash"))
			.rootCause()
			.hasMessageContaining("'spring-security-crypto' is not on the class path");
	}

	private static Object start(String libraries, String... arguments) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(without(Pattern.compile(libraries)),
				ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			Class<?> starter = loader.loadClass(Starter.class.getName());
			return starter.getMethod("start", String[].class).invoke(null, (Object) arguments);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL[] without(Pattern libraries) {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> !libraries.matcher(Path.of(entry).getFileName().toString()).find())
			.map(OptionalLibrariesTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return new File(entry).toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Loaded by a class loader without the libraries.
	 */
	public static final class Starter {

		private Starter() {
		}

		/**
		 * Start and stop an application.
		 * @param arguments further arguments
		 * @return the name of the server's bean
		 */
		public static String start(String... arguments) {
			List<String> all = new ArrayList<>(List.of("--server.address=127.0.0.1", "--server.port=0",
					"--spring.main.banner-mode=off", "--spring.reactor.netty.shutdown-quiet-period=0s",
					"--logging.level.root=off", "--spring.jmx.enabled=false", "--spring.data.redis.host=localhost",
					"--spring.main.register-shutdown-hook=false"));
			all.addAll(List.of(arguments));
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.REACTIVE)
				.run(all.toArray(String[]::new))) {
				return context.getBeanNamesForType(SocketIOServer.class)[0];
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
