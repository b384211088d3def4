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

package io.github.socketiospring.sample.chat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.Nginx;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three people chat in Chromium on three nodes of one cluster: two of the application
 * behind nginx, as README.md starts them, and a Node.js server. One node is killed. What
 * they see is in {@code target/screenshots} afterwards.
 */
@RequiresTool({ "redis-server", "nginx", "node", "npm", "chromium" })
@FullRunOnly("starts browsers and three servers")
class ClusterBrowserTests {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

	private static final Path NODE_SERVER = Path.of("src", "main", "node").toAbsolutePath();

	private static final String UPSTREAMS = """
			map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
			map $cookie_node $nodes { default one; two two; }
			upstream one { server 127.0.0.1:%1$d; server 127.0.0.1:%2$d backup; }
			upstream two { server 127.0.0.1:%2$d; server 127.0.0.1:%1$d backup; }
			""";

	private static final String LOCATION = """
			location / {
			  proxy_pass http://$nodes;
			  proxy_http_version 1.1;
			  proxy_set_header Upgrade $http_upgrade;
			  proxy_set_header Connection $connection_upgrade;
			  proxy_set_header Host $http_host;
			  proxy_buffering off;
			}
			""";

	@TempDir
	private Path nginxFiles;

	@Test
	void peopleOfAllNodesChatAndComeBackOnAnotherOne() throws Exception {
		try (RedisServer redis = RedisServer.start();
				ServerProcess one = startNode(redis);
				ServerProcess two = startNode(redis);
				ServerProcess node = startNodeServer(redis);
				Nginx nginx = Nginx.start(this.nginxFiles, UPSTREAMS.formatted(one.port(), two.port()), LOCATION);
				NodeScript script = NodeScript.start("cluster.mjs", nginx.port(), "4", SCREENSHOTS.toString(),
						"http://127.0.0.1:" + node.port())) {
			script.await("visiting");
			script.await("logged in");
			script.assertReport("together",
					"[\"You, bob and mod are here\",\"You, ann and mod are here\",\"You, ann and bob are here\"]");
			script.assertReport("delivered", "[\"Delivered to 2\"]");
			script.assertReport("delivered for Node.js", "[\"Delivered to 2\"]");
			script.assertReport("private", "[\"Delivered to ann\"]");
			script.assertReport("read", "[\"Psst: I bring the cake.\"]");
			script.assertReport("history", "[\"Cake at four.\"]");
			script.assertReport("history", "[\"Cake at four.\"]");
			script.await("talked");
			assertThat(people(one)).containsExactly("ann");
			assertThat(people(two)).containsExactly("bob");
			kill(one);
			script.assertReport("back",
					"[\"You, bob and mod are here\",\"You, ann and mod are here\",\"You, ann and bob are here\"]");
			script.assertReport("what was said",
					"[\"Is everybody here?\",\"I am, on the Node.js server.\",\"Where is ann?\"]");
			script.assertReport("private again", "[\"Delivered to bob\"]");
			assertThat(people(two)).containsExactlyInAnyOrder("ann", "bob");
			assertThat(script.awaitValue("errors").toString()).as("errors in the console").isEqualTo("[]");
			script.awaitEnd();
			kill(node);
		}
	}

	private static ServerProcess startNode(RedisServer redis) {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return ServerProcess.start(new ServerCommand("node of the chat",
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
						ChatNode.class.getName(), "--server.address=127.0.0.1", "--server.port=0",
						"--spring.main.banner-mode=off", "--socketio.adapter.type=redis",
						"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port())));
	}

	private static ServerProcess startNodeServer(RedisServer redis) throws IOException, InterruptedException {
		if (Files.notExists(NODE_SERVER.resolve("node_modules/.package-lock.json"))) {
			// Its input is not that of this process, by which the build talks to the
			// tests.
			Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund").directory(NODE_SERVER.toFile())
				.redirectErrorStream(true)
				.start();
			npm.getOutputStream().close();
			String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(npm.waitFor()).as("status of npm ci: %s", output).isZero();
		}
		return ServerProcess.start(new ServerCommand("Node.js server", List.of("env", "PORT=0",
				"REDIS_URL=redis://127.0.0.1:" + redis.port(), "node", NODE_SERVER.resolve("server.mjs").toString())));
	}

	/** The users who are connected to one node. */
	private static List<String> people(ServerProcess node) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/actuator/socketio/sockets?namespace=/chat"))
			.header(HttpHeaders.AUTHORIZATION, Visitor.password("mod"))
			.build();
		JsonNode sockets = JsonMapper.shared()
			.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
		return sockets.findValuesAsString("principal");
	}

	/** As the operating system does it: without a word to anybody. */
	private static void kill(ServerProcess process) {
		ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
	}

}
