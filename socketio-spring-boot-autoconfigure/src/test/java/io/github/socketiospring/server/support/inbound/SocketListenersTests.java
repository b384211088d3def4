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

package io.github.socketiospring.server.support.inbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.server.AnyEventListener;
import io.github.socketiospring.server.OutgoingListener;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SocketListenersTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final TestEngineSession session = TestEngineSession.open(this.io);

	private final SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));

	private final List<String> log = new ArrayList<>();

	@Test
	void tellsOfWhatIsSentInOrder() {
		this.socket.onAnyOutgoing(outgoing("first"))
			.onAnyOutgoing(outgoing("second"))
			.prependAnyOutgoing(outgoing("before"));
		this.socket.emit("hello", 1);
		assertThat(this.log).containsExactly("before hello[1]", "first hello[1]", "second hello[1]");
	}

	@Test
	void removesOneListenerForWhatIsSent() {
		OutgoingListener before = outgoing("before");
		this.socket.onAnyOutgoing(outgoing("first")).prependAnyOutgoing(before).offAnyOutgoing(before);
		this.socket.emit("hello");
		assertThat(this.log).containsExactly("first hello[]");
	}

	@Test
	void listsThoseForAllEventsInOrder() {
		AnyEventListener first = (event, arguments) -> {
		};
		AnyEventListener second = (event, arguments) -> {
		};
		OutgoingListener sent = outgoing("sent");
		OutgoingListener before = outgoing("before");
		assertThat(this.socket.listenersAny()).isEmpty();
		assertThat(this.socket.listenersAnyOutgoing()).isEmpty();
		this.socket.onAny(second).prependAny(first).onAnyOutgoing(sent).prependAnyOutgoing(before);
		assertThat(this.socket.listenersAny()).containsExactly(first, second);
		assertThat(this.socket.listenersAnyOutgoing()).containsExactly(before, sent);
		this.socket.offAny(first).offAnyOutgoing();
		assertThat(this.socket.listenersAny()).containsExactly(second);
		assertThat(this.socket.listenersAnyOutgoing()).isEmpty();
	}

	@Test
	void removesAllListenersForEvents() {
		this.socket.on("a", (arguments, ack) -> this.log.add("a"))
			.once("b", (arguments, ack) -> this.log.add("b"))
			.onDisconnecting((reason) -> this.log.add("disconnecting"))
			.onDisconnect((reason) -> this.log.add("disconnect"))
			.onAny((event, arguments) -> this.log.add("any " + event))
			.onAnyOutgoing(outgoing("sent"))
			.off();
		this.session.receive("2[\"a\"]", "2[\"b\"]");
		this.socket.emit("hello");
		this.socket.disconnect();
		assertThat(this.log).containsExactly("any a", "any b", "sent hello[]");
	}

	@Test
	void removesAllListenersForWhatIsSent() {
		this.socket.onAnyOutgoing(outgoing("first")).onAnyOutgoing(outgoing("second")).offAnyOutgoing();
		this.socket.emit("hello");
		assertThat(this.log).isEmpty();
	}

	@Test
	void removesAllListenersForAllEvents() {
		this.socket.onAny((event, arguments) -> this.log.add("first"))
			.prependAny((event, arguments) -> this.log.add("before"))
			.on("hello", (arguments, ack) -> this.log.add("handled"));
		this.session.receive("2[\"hello\"]");
		assertThat(this.log).containsExactly("before", "first", "handled");
		this.log.clear();
		this.socket.offAny();
		this.session.receive("2[\"hello\"]");
		assertThat(this.log).containsExactly("handled");
	}

	private OutgoingListener outgoing(String name) {
		return (event, arguments) -> this.log.add(name + " " + event + Arrays.toString(arguments));
	}

}
