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

package io.github.socketiospring.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Redis in its own process, on a port of the loopback address that speaks TLS only, and
 * with users of which each needs a password.
 */
public final class SecuredRedis implements AutoCloseable {

	private static final Pattern READY = Pattern.compile("Ready to accept connections");

	private final LoggedProcess process;

	private final int port;

	private final Path certificate;

	private SecuredRedis(LoggedProcess.Listening redis, Path certificate) {
		this.process = redis.process();
		this.port = redis.port();
		this.certificate = certificate;
	}

	/**
	 * Start Redis.
	 * @param directory where to run it and to keep its certificate
	 * @param users a name and rules for each user, as in the configuration of Redis
	 * @return the running server, which listens
	 * @throws IOException if the certificate cannot be written
	 */
	public static SecuredRedis start(Path directory, List<String> users) throws IOException {
		TestCertificate.Pem pem = TestCertificate.writePem(TestCertificate.createStore(directory, "localhost"));
		return new SecuredRedis(LoggedProcess.listen(directory, READY, (port) -> command(port, pem, users)),
				pem.certificate());
	}

	private static List<String> command(int port, TestCertificate.Pem pem, List<String> users) {
		List<String> command = new ArrayList<>(RedisSentinel.redis(0, "--user", "default", "off"));
		command.addAll(tls(port, pem));
		for (String user : users) {
			command.add("--user");
			command.addAll(List.of(user.split(" ")));
		}
		return command;
	}

	/**
	 * Options with which Redis speaks TLS at one more port.
	 * @param port the port
	 * @param pem the certificate and the key of Redis
	 * @return options of the command
	 */
	static List<String> tls(int port, TestCertificate.Pem pem) {
		return List.of("--tls-port", String.valueOf(port), "--tls-cert-file", pem.certificate().toString(),
				"--tls-key-file", pem.key().toString(), "--tls-ca-cert-file", pem.certificate().toString(),
				"--tls-auth-clients", "no");
	}

	/**
	 * The properties with which an application trusts a Redis that speaks TLS.
	 * @param certificate the file of the certificate of Redis
	 * @return properties by name
	 */
	static Map<String, String> trusting(Path certificate) {
		return Map.of("spring.data.redis.ssl.enabled", "true", "spring.data.redis.ssl.bundle", "redis",
				"spring.ssl.bundle.pem.redis.truststore.certificate", certificate.toUri().toString());
	}

	/**
	 * The properties with which an application uses this Redis.
	 * @param user the name of a user
	 * @param password the user's password
	 * @return properties by name
	 */
	public Map<String, String> properties(String user, String password) {
		Map<String, String> properties = new HashMap<>(trusting(this.certificate));
		properties.putAll(Map.of("spring.data.redis.host", "localhost", "spring.data.redis.port",
				String.valueOf(this.port), "spring.data.redis.username", user, "spring.data.redis.password", password));
		return properties;
	}

	@Override
	public void close() {
		this.process.kill();
	}

}
