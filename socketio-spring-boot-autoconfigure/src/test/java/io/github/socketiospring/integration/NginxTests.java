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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Nginx;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.ScriptProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients behind nginx, with the configuration that it has by default, and with the one
 * in the documentation.
 */
@RequiresTool("nginx")
class NginxTests {

	private static final int ANSWER = 15 * 1024 * 1024;

	private static final int BUFFER = 16 * 1024;

	private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

	private static final Pattern DOCUMENTED = Pattern.compile("```nginx\n(.*?)(location .*?)```", Pattern.DOTALL);

	@TempDir
	private Path directory;

	/** By default, nginx asks for each answer on a connection that ends with it. */
	@ParameterizedTest
	@ValueSource(strings = { "", "proxy_http_version 1.0;", "proxy_http_version 1.0; proxy_buffering off;",
			"proxy_http_version 1.1;", "proxy_http_version 1.1; proxy_set_header Connection \"\";",
			"proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_buffering off;" })
	void longAnswerIsFollowedByTheNext(String settings) throws IOException {
		RecordingHandler application = RecordingHandler.silent();
		EngineServer engine = new EngineServer(EngineOptions.builder().maxOutboundBytes(2 * ANSWER).build(),
				application);
		try (EngineTestServer server = EngineTestServer.start("/engine.io", engine);
				Nginx nginx = Nginx.start(this.directory,
						"upstream node { server 127.0.0.1:" + server.port() + "; keepalive 1; }",
						"location / { proxy_pass http://node; " + settings + " }")) {
			PollingClient client = PollingClient.open(nginx.port(), "/engine.io/");
			application.session().send(EngineMessage.text(new byte[ANSWER]));
			assertThat(take(nginx.port(), client.sid())).isEqualTo(1 + ANSWER);
			application.session().send(EngineMessage.text("next".getBytes(StandardCharsets.US_ASCII)));
			assertThat(client.awaitPoll().text()).isEqualTo("4next");
			assertThat(engine.sessionCount()).isOne();
			engine.terminateAll();
		}
	}

	/**
	 * Read the answer to a poll slowly.
	 * @param port the port of the proxy
	 * @param sid the id of the session
	 * @return the length of its body
	 */
	private static int take(int port, String sid) throws IOException {
		try (RawConnection connection = RawConnection.narrow(port, BUFFER)
			.say("GET /engine.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.0\r\n\r\n")) {
			assertThat(connection.takeHead().status()).isEqualTo(200);
			InputStream body = connection.in();
			byte[] bit = new byte[BUFFER / 4];
			int taken = 0;
			for (int read = body.read(bit); read >= 0; read = body.read(bit)) {
				taken += read;
			}
			return taken;
		}
	}

	@ParameterizedTest
	@RequiresTool({ "nginx", "node", "npm" })
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void documentedConfigurationServesAnOfficialClient(String transports) throws IOException {
		Matcher documented = DOCUMENTED.matcher(Files.readString(OPERATIONS));
		assertThat(documented.find()).isTrue();
		try (TestServer server = TestServer.start(AbstractClientTests.Fixture.class, Map.of());
				Nginx nginx = Nginx.start(this.directory,
						documented.group(1).replaceAll("node-\\d:8080", "127.0.0.1:" + server.port()),
						documented.group(2));
				ScriptProcess script = NodeScript.start("connect.mjs", nginx.port(), "4", transports)) {
			script.assertReport("connect", "[20]");
			script.assertReport("transport", (transports.endsWith("websocket")) ? "[\"websocket\"]" : "[\"polling\"]");
			script.assertReport("ack", "[\"still\",\"here\"]");
			script.awaitEnd();
		}
	}

}
