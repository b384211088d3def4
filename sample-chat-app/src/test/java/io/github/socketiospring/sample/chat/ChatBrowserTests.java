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

import java.nio.file.Path;

import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two people chat in Chromium, one on a desktop and one on a phone, and a moderator looks
 * after them. What they see is in {@code target/screenshots} afterwards.
 */
@RequiresTool({ "node", "npm", "chromium" })
@FullRunOnly("starts a browser; ChatTests shows what it is served")
class ChatBrowserTests {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

	@Test
	void twoPeopleChatAndFindEachOtherAgainAfterARestart() {
		ReactiveWebServerApplicationContext first = start(0);
		int port = first.getWebServer().getPort();
		try (NodeScript script = NodeScript.start("browser.mjs", port, "4", SCREENSHOTS.toString())) {
			assertThat(script.awaitValue("written early").asString()).isEqualTo("Is anybody here?");
			assertThat(script.awaitValue("login refused").asString()).isEqualTo("The name or the password is wrong.");
			assertThat(script.awaitValue("together").asString()).isEqualTo("You and bob are here");
			assertThat(script.awaitValue("delivered").asString()).isEqualTo("Delivered to 1");
			assertThat(script.awaitValue("writing").asString()).isEqualTo("bob is writing…");
			assertPicture(script.awaitValue("picture"));
			assertThat(script.awaitValue("refused file").asString()).contains("notes.png");
			assertThat(script.awaitValue("markup").asString()).isEqualTo("<b onclick=alert(1)>bold</b>");
			assertThat(script.awaitValue("notice").asString()).isEqualTo("The canteen closes at two.");
			assertThat(script.awaitValue("private").asString()).isEqualTo("Delivered to ann");
			assertThat(script.awaitValue("unread").asString()).isEqualTo("1");
			script.await("joined");
			assertThat(script.awaitValue("moderator's buttons of others").asInt()).isZero();
			assertThat(script.awaitValue("closed").asString()).isEqualTo("mod has closed #shed.");
			assertThat(script.awaitValue("removed").asString()).isEqualTo("mod has removed you.");
			assertThat(script.awaitValue("admin").asString()).startsWith("/socketio-admin/");
			first.close();
			assertThat(script.awaitValue("lost").asString()).isEqualTo("Connection lost. Reconnecting…");
			try (ReactiveWebServerApplicationContext second = start(port)) {
				assertThat(second.getWebServer().getPort()).isEqualTo(port);
				script.await("back");
				assertThat(script.awaitValue("together again").asString()).isEqualTo("You and bob are here");
				assertThat(script.awaitValue("sent meanwhile").asString()).isEqualTo("Are you still there?");
				assertThat(script.awaitValue("logged out").asString()).isEqualTo("You are logged out.");
				assertThat(script.awaitValue("errors").toString()).as("errors in the console").isEqualTo("[]");
				script.awaitEnd();
			}
		}
		finally {
			first.close();
		}
	}

	private void assertPicture(JsonNode picture) {
		assertThat(picture.get("original").asInt()).as("bytes chosen").isGreaterThan(1_000_000);
		assertThat(picture.get("bytes").asInt()).as("bytes received").isBetween(1000, Picture.MAX_BYTES);
		assertThat(picture.get("width").asInt()).as("pixels received").isEqualTo(1600);
	}

	private static ReactiveWebServerApplicationContext start(int port) {
		return (ReactiveWebServerApplicationContext) new SpringApplicationBuilder(ChatApplication.class).run(
				"--server.address=127.0.0.1", "--server.port=" + port, "--spring.main.banner-mode=off",
				"--spring.reactor.netty.shutdown-quiet-period=0s");
	}

}
