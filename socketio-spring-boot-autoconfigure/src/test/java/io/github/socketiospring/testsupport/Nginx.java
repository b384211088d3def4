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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The proxy nginx in its own process, on a port of the loopback address.
 */
public final class Nginx implements AutoCloseable {

	/** What it logs once it listens. */
	private static final Pattern LISTENING = Pattern.compile("using the \"");

	private static final String CONFIGURATION = """
			daemon off;
			master_process off;
			pid nginx.pid;
			error_log stderr notice;
			events {}
			http {
			  access_log off;
			  client_body_temp_path temp;
			  proxy_temp_path temp;
			  fastcgi_temp_path temp;
			  uwsgi_temp_path temp;
			  scgi_temp_path temp;
			  %s
			  server {
			    listen 127.0.0.1:%d;
			    %s
			  }
			}
			""";

	private final LoggedProcess process;

	private final int port;

	private Nginx(LoggedProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start nginx.
	 * @param directory an empty directory for its files
	 * @param http directives of the block {@code http}
	 * @param server directives of the block {@code server}
	 * @return the running proxy, which listens
	 * @throws IOException if the directory cannot be written
	 */
	public static Nginx start(Path directory, String http, String server) throws IOException {
		LoggedProcess.Listening nginx = LoggedProcess.listen(directory, LISTENING, (port) -> {
			Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.formatted(http, port, server));
			return List.of("nginx", "-e", "stderr", "-p", directory.toString(), "-c", "nginx.conf");
		});
		return new Nginx(nginx.process(), nginx.port());
	}

	/**
	 * The port on which it listens.
	 * @return a port of the loopback address
	 */
	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
