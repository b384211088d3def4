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

package io.github.socketiospring.server.support.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultRemoteSocketTests {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final SocketIOServer io = SocketIOServers.builder().timer(this.timer).build();

	private final TestEngineSession session = TestEngineSession.open(this.io);

	private final SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));

	private final TestEngineSession other = TestEngineSession.open(this.io);

	{
		this.other.connect("/");
	}

	private RemoteSocket fetch() {
		RemoteSocket[] found = new RemoteSocket[1];
		StepVerifier.create(this.io.to(this.socket.id()).fetchSockets())
			.consumeNextWith((remote) -> found[0] = remote)
			.expectComplete()
			.verify(PATIENCE);
		return found[0];
	}

	@Test
	void showsWhatIsKnownOfTheSocket() {
		this.socket.join("room");
		this.socket.attributes().put("name", "ann");
		RemoteSocket remote = fetch();
		assertThat(remote.id()).isEqualTo(this.socket.id());
		assertThat(remote.rooms()).containsExactlyInAnyOrder(this.socket.id(), "room");
		assertThat(remote.attributes()).containsEntry("name", "ann");
		assertThat(remote.handshake().header("User-Agent")).isEqualTo("test");
	}

	@Test
	void actsOnThatSocketAlone() {
		RemoteSocket remote = fetch();
		remote.emit("hello", 1);
		remote.join("a", "b").subscribe();
		remote.leave("b").subscribe();
		assertThat(this.socket.rooms()).containsExactlyInAnyOrder(this.socket.id(), "a");
		remote.disconnect(false).subscribe();
		assertThat(this.session.take()).containsExactly("2[\"hello\",1]", "1");
		assertThat(this.other.take()).isEmpty();
	}

	@Test
	void waitsForAnAnswer() {
		StepVerifier.create(fetch().emitWithAck("question", String.class))
			.then(() -> this.session.receive("30[\"answer\"]"))
			.expectNext("answer")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.other.take()).isEmpty();
	}

	@Test
	void givesAllArgumentsOfAnAnswer() {
		List<EventData> answers = new ArrayList<>();
		fetch().emitWithAck("question", EventData.class).subscribe(answers::add);
		this.session.receive("61-0[\"one\",{\"_placeholder\":true,\"num\":0},3]");
		this.session.receiveBinary(1, 2);
		EventData answer = answers.get(0);
		assertThat(answer.size()).isEqualTo(3);
		assertThat(answer.get(0, String.class)).isEqualTo("one");
		assertThat(answer.get(1, byte[].class)).containsExactly(1, 2);
		assertThat(answer.get(2, Integer.class)).isEqualTo(3);
	}

	@Test
	void waitsAsLongAsItIsTold() {
		StepVerifier.create(fetch().timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class))
			.then(() -> this.timer.advanceTimeBy(Duration.ofSeconds(1)))
			.consumeErrorWith((error) -> assertThat(error).isInstanceOfSatisfying(AckTimeoutException.class,
					(timeout) -> assertThat(timeout.missing()).containsExactly(this.socket.id())))
			.verify(PATIENCE);
	}

	@Test
	void completesWithoutAnAnswerThatHasNoArguments() {
		StepVerifier.create(fetch().emitWithAck("question", String.class))
			.then(() -> this.session.receive("30[]"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void failsWhenTheSocketIsGone() {
		RemoteSocket remote = fetch();
		this.session.receive("1");
		StepVerifier.create(remote.emitWithAck("question", String.class))
			.consumeErrorWith((error) -> assertThat(error).isInstanceOfSatisfying(AckTimeoutException.class,
					(timeout) -> assertThat(timeout.missing()).containsExactly(this.socket.id())))
			.verify(PATIENCE);
	}

}
