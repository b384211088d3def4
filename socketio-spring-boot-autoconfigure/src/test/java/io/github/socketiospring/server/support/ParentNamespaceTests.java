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

package io.github.socketiospring.server.support;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParentNamespace}.
 */
class ParentNamespaceTests {

	private final SocketIOServer io = SocketIOServers.builder()
		.adapters((name, sockets) -> new InMemoryAdapter(sockets) {

			@Override
			public Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks) {
				acks.askElsewhere();
				acks.expect(List.of());
				acks.expectElsewhere(2);
				for (int i = 0; i < 2; i++) {
					acks.answeredElsewhere(null, new TreeArgumentReader(
							List.of(JsonNodeFactory.instance.stringNode("a word")), JsonMapper.shared()));
				}
				acks.nodesCounted(MissingNodes.NONE);
				return Disposables.disposed();
			}

		})
		.build();

	@Test
	void keepsEveryInvalidAnswerOfSocketsWithoutAnId() {
		Namespace teams = this.io.of(Pattern.compile("/team-.*"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/team-1,");
		session.receive("0/team-2,");
		assertThat(this.io.namespaces()).hasSize(3);
		StepVerifier.create(teams.emitWithAck("number", Integer.class))
			.expectErrorSatisfies(
					(ex) -> assertThat(((AckTimeoutException) ex).invalid()).containsOnlyKeys("#1", "#2", "#3", "#4"))
			.verify(Duration.ofSeconds(10));
	}

}
