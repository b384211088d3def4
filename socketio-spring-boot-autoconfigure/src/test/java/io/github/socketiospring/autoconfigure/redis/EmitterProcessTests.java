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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msgpack.core.MessagePack;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service with the documented class path and nothing else: this artifact with its
 * ordinary dependencies, and {@code spring-boot-starter-data-redis}.
 */
@RequiresTool("redis-server")
class EmitterProcessTests {

	/** The jars by name; each must be there. */
	private static final List<String> JARS = List.of(
			// spring-boot-starter
			"spring-boot", "spring-boot-autoconfigure", "spring-core", "spring-context", "spring-beans", "spring-aop",
			"spring-expression", "commons-logging", "micrometer-observation", "micrometer-commons", "slf4j-api",
			"logback-classic", "logback-core", "log4j-to-slf4j", "log4j-api", "jul-to-slf4j", "jakarta.annotation-api",
			"snakeyaml", "jspecify",
			// spring-boot-starter-data-redis
			"spring-boot-data-redis", "spring-boot-data-commons", "spring-boot-transaction", "spring-boot-persistence",
			"spring-boot-netty", "spring-data-redis", "spring-data-keyvalue", "spring-data-commons", "spring-tx",
			"spring-oxm", "spring-context-support", "lettuce-core", "redis-authx-core", "reactor-core",
			"reactive-streams", "netty-common", "netty-buffer", "netty-transport", "netty-resolver", "netty-handler",
			"netty-codec-base", "netty-transport-native-unix-common", "netty-resolver-dns", "netty-codec-dns",
			// this artifact
			"jackson-databind", "jackson-core", "jackson-annotations", "msgpack-core");

	private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();

	@Test
	void sendsAnEventWithoutAWebServerAndEnds(@TempDir Path directory) throws Exception {
		try (RedisServer redis = RedisServer.start()) {
			try (StatefulRedisPubSubConnection<String, byte[]> connection = redis.connectPubSub()) {
				subscribe(connection);
				run(directory, redis);
				Message message = this.received.poll(30, TimeUnit.SECONDS);
				assertThat(message.channel()).isEqualTo("acme#/orders#order:7#");
				assertThat(MessagePack.newDefaultUnpacker(message.content()).unpackValue().toJson())
					.isEqualTo("[\"emitter\",{\"type\":2,\"data\":[\"shipped\",{\"id\":7,\"label\":\"\\u0001\\u0002\"},"
							+ "{\"express\":true}],\"nsp\":\"/orders\"},"
							+ "{\"rooms\":[\"order:7\"],\"flags\":{},\"except\":[]}]");
				assertThat(this.received).isEmpty();
			}
		}
	}

	private void subscribe(StatefulRedisPubSubConnection<String, byte[]> connection) {
		connection.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String pattern, String channel, byte[] message) {
				EmitterProcessTests.this.received.add(new Message(channel, message));
			}

		});
		connection.sync().psubscribe("*");
	}

	private static void run(Path directory, RedisServer redis) throws IOException, InterruptedException {
		for (Class<?> type : List.of(EmitterApplication.class, EmitterApplication.Order.class)) {
			copy(type, directory);
		}
		Path log = directory.resolve("log");
		List<String> command = new java.util.ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
				classPath(directory), EmitterApplication.class.getName(), "--socketio.emitter.enabled=true",
				"--socketio.adapter.key=acme", "--spring.main.banner-mode=off"));
		for (Map.Entry<String, String> property : redis.properties().entrySet()) {
			command.add("--" + property.getKey() + "=" + property.getValue());
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			boolean ended = process.waitFor(120, TimeUnit.SECONDS);
			String output = Files.readString(log);
			assertThat(ended).as(output).isTrue();
			assertThat(process.exitValue()).as(output).isZero();
			// Levels of lines: the virtual machine writes "WARNING" of its own about
			// libraries.
			assertThat(output).contains("Started EmitterApplication").doesNotContain(" WARN ", " ERROR ", "Exception");
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void copy(Class<?> type, Path directory) throws IOException {
		String name = type.getName().replace('.', '/') + ".class";
		Path file = directory.resolve(name);
		Files.createDirectories(file.getParent());
		try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
			Files.write(file, in.readAllBytes());
		}
	}

	private static String classPath(Path directory) throws IOException {
		String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		String jars = JARS.stream()
			.map((name) -> jar(name, all.split(File.pathSeparator)))
			.collect(Collectors.joining(File.pathSeparator));
		return directory + File.pathSeparator + main() + File.pathSeparator + jars;
	}

	private static String jar(String name, String[] all) {
		Pattern file = Pattern.compile(Pattern.quote(name) + "-[0-9][^/]*\\.jar");
		return Arrays.stream(all)
			.filter((entry) -> file.matcher(Path.of(entry).getFileName().toString()).matches())
			.filter((entry) -> !entry.contains("linux-") && !entry.contains("osx-"))
			.findFirst()
			.orElseThrow(() -> new AssertionError(name + " is not on the class path of the tests"));
	}

	/** Where the classes of this artifact are. */
	private static String main() {
		try {
			return Path.of(SocketIOEmitter.class.getProtectionDomain().getCodeSource().getLocation().toURI())
				.toString();
		}
		catch (java.net.URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Message(String channel, byte[] content) {

		@Override
		public String toString() {
			return this.channel + " " + new String(this.content, StandardCharsets.ISO_8859_1);
		}

	}

}
