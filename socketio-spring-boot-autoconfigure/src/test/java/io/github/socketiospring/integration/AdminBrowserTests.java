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

import java.nio.file.Path;
import java.util.Map;

import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official page of the Admin UI in Chromium. Screenshots are in
 * {@code target/screenshots}.
 */
@RequiresTool({ "node", "npm", "chromium" })
@FullRunOnly("starts a browser; AdminUiTests shows what it is served")
class AdminBrowserTests {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

	@Test
	void anAdministratorLogsInAndDisconnectsASocket() {
		try (TestServer server = TestServer.start(Application.class,
				Map.of("socketio.admin.enabled", "true", "socketio.admin.username", "root", "socketio.admin.password",
						"secret", "socketio.admin.mode", "development", "socketio.admin.server-id", "node-1"));
				NodeScript script = NodeScript.start("admin.mjs", server.port(), "4", "/socketio-admin",
						SCREENSHOTS.toString())) {
			assertThat(script.awaitValue("server").asString()).isEqualTo("http://127.0.0.1:" + server.port());
			script.await("refused");
			script.await("logged in");
			assertThat(script.awaitValue("fonts").toString()).isEqualTo("[\"Material Design Icons\",\"Roboto\"]");
			script.await("listed");
			script.await("described");
			script.await("event shown");
			assertThat(script.awaitValue("disconnected").asString()).isEqualTo("io server disconnect");
			script.await("gone");
			assertThat(script.awaitValue("form after reload").asBoolean()).isFalse();
			assertThat(script.awaitValue("foreign hosts").toString()).isEqualTo("[]");
			assertThat(script.awaitValue("errors").toString()).as("errors in the console").isEqualTo("[]");
			script.awaitEnd();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
