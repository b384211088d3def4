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

package io.github.socketiospring.adapter.redis;

import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClassicChannels}.
 */
class ClassicChannelsTests {

	private final ClassicChannels channels = new ClassicChannels("socket.io", "/", "wv7UN7");

	@Test
	void areThoseThatTheReferenceSubscribes() {
		int compared = 0;
		for (JsonNode vector : ClassicVectors.exchanges()) {
			if (!vector.get("id").asString().endsWith("start")) {
				continue;
			}
			JsonNode messages = vector.get("messages");
			for (int i = 0; i < messages.size(); i += 2) {
				JsonNode names = messages.get(i + 1).get("channels");
				String own = names.get(2).asString();
				String key = own.substring(0, own.indexOf("-response"));
				String namespace = (i == 0) ? "/" : "/chat";
				String uid = own.substring(own.length() - 7, own.length() - 1);
				ClassicChannels channels = new ClassicChannels(key, namespace, uid);
				assertThat(channels.pattern()).isEqualTo(messages.get(i).get("channels").get(0).asString());
				assertThat(channels.request()).isEqualTo(names.get(0).asString());
				assertThat(channels.response()).isEqualTo(names.get(1).asString());
				assertThat(channels.ownResponse()).isEqualTo(own);
				compared++;
			}
		}
		assertThat(compared).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "r", "a#b*[c]?", "#", "##", "\u0000x", "42" })
	void nameARoom(String room) {
		String channel = this.channels.broadcast(BroadcastOptions.room(room));
		assertThat(channel).isEqualTo("socket.io#/#" + room + "#");
		assertThat(this.channels.room(channel)).isEqualTo(room);
		assertThat(this.channels.kind(channel)).isEqualTo(Kind.BROADCAST);
	}

	@Test
	void nameNoRoomUnlessItIsTheOnlyOne() {
		assertThat(this.channels.broadcast(BroadcastOptions.ALL)).isEqualTo("socket.io#/#");
		assertThat(this.channels.broadcast(BroadcastOptions.ALL.withRooms(Set.of("a", "b")))).isEqualTo("socket.io#/#");
		assertThat(this.channels.broadcast(BroadcastOptions.ALL.withExcept(Set.of("a")))).isEqualTo("socket.io#/#");
		assertThat(this.channels.room("socket.io#/#")).isNull();
	}

	@Test
	void areComparedLiterally() {
		ClassicChannels odd = new ClassicChannels("socket.io", "/a*", "uid");
		assertThat(odd.kind("socket.io#/a*#r#")).isEqualTo(Kind.BROADCAST);
		assertThat(odd.kind("socket.io#/abc#r#")).isNull();
		assertThat(this.channels.kind("socket.io-request#/#")).isEqualTo(Kind.REQUEST);
		assertThat(this.channels.kind("socket.io-response#/#")).isEqualTo(Kind.RESPONSE);
		assertThat(this.channels.kind("socket.io-response#/#wv7UN7#")).isEqualTo(Kind.RESPONSE);
		assertThat(this.channels.kind("socket.io-response#/#other#")).isNull();
		assertThat(this.channels.kind("socket.io#/chat#")).isNull();
		assertThat(this.channels.kind("other#/#")).isNull();
	}

	@Test
	void tellWhichNodesThereAre() {
		assertThat(this.channels.nodePattern()).isEqualTo("socket.io-response#/#?*");
		assertThat(this.channels.uid(this.channels.response("abcdef"))).isEqualTo("abcdef");
		assertThat(this.channels.uid(this.channels.response())).isNull();
		assertThat(new ClassicChannels("k", "/[a]?*\\", "u").nodePattern())
			.isEqualTo("k-response#/\\[a\\]\\?\\*\\\\#?*");
	}

}
