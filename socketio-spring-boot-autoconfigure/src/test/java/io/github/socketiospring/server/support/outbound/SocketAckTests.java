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

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonGetter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.server.AckDisconnectedException;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocketAckTests {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServers.builder()
		.timer(this.timer)
		.options(new TestOptions().maxPendingAcks(2).build())
		.build();

	private final List<Object> log = new ArrayList<>();

	private TestEngineSession session;

	private SocketIOSocket socket;

	@BeforeEach
	void connect() {
		this.session = TestEngineSession.open(this.io);
		this.socket = this.io.of("/").socket(this.session.connect("/"));
	}

	private Disposable log(Mono<?> answer) {
		return answer.subscribe(this.log::add, this.log::add, () -> this.log.add("done"));
	}

	private int pending() {
		return this.io.statistics().pendingAcks();
	}

	@Test
	void waitsForAnswer() {
		Mono<String> answer = this.socket.emitWithAck("question", String.class, 1);
		assertThat(this.session.take()).isEmpty();
		log(answer);
		assertThat(this.session.take()).containsExactly("20[\"question\",1]");
		assertThat(this.log).isEmpty();
		this.session.receive("30[\"answer\"]");
		assertThat(this.log).containsExactly("answer", "done");
		assertThat(pending()).isZero();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void convertsAnswer() {
		log(this.socket.emitWithAck("a", int.class));
		this.session.receive("30[42]");
		log(this.socket.emitWithAck("b", new ParameterizedTypeReference<Map<String, List<Integer>>>() {
		}));
		this.session.receive("31[{\"x\":[1,2]},\"ignored\"]");
		log(this.socket.emitWithAck("c", byte[].class).map((bytes) -> bytes.length));
		this.session.receive("61-2[{\"_placeholder\":true,\"num\":0}]");
		this.session.receiveBinary(1, 2, 3);
		assertThat(this.log).containsExactly(42, "done", Map.of("x", List.of(1, 2)), "done", 3, "done");
	}

	@Test
	void completesWhenAnswerIsEmptyOrNull() {
		log(this.socket.emitWithAck("a", String.class));
		log(this.socket.emitWithAck("b", String.class));
		this.session.receive("30[]", "31[null]");
		assertThat(this.log).containsExactly("done", "done");
	}

	@Test
	void failsWhenAnswerHasTheWrongTypeAndKeepsTheConnection() {
		log(this.socket.emitWithAck("a", int.class));
		this.session.receive("30[\"no number\",{\"x\":1}]");
		assertThat(this.log).singleElement().isInstanceOf(ArgumentConversionException.class);
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.socket.isConnected()).isTrue();
	}

	@Test
	void failsWhenTheCodeOfTheApplicationDoes() {
		log(this.socket.emitWithAck("a", Broken.class));
		log(this.socket.emitWithAck("b", String.class));
		this.session.receive("30[{\"x\":1},\"rest\"]", "31[\"next\"]");
		assertThat(this.log).hasSize(3).endsWith("next", "done");
		assertThat(this.log.get(0)).isInstanceOf(AssertionError.class);
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void givesAllArguments() {
		List<EventData> answers = new ArrayList<>();
		this.socket.emitWithAck("a", EventData.class).subscribe(answers::add);
		this.socket.emitWithAck("b", EventData.class).subscribe(answers::add);
		this.session.receive("61-0[\"one\",{\"at\":2},null,{\"_placeholder\":true,\"num\":0}]");
		this.session.receiveBinary(1, 2, 3);
		this.session.receive("31[]");
		assertThat(answers).extracting(EventData::size).containsExactly(4, 0);
		EventData answer = answers.get(0);
		assertThat(answer.get(0, String.class)).isEqualTo("one");
		assertThat(answer.get(1, new ParameterizedTypeReference<Map<String, Integer>>() {
		})).isEqualTo(Map.of("at", 2));
		assertThat(answer.get(2, String.class)).isNull();
		assertThat(answer.get(3, byte[].class)).containsExactly(1, 2, 3);
	}

	@Test
	void emitsNullAsTree() {
		log(this.socket.emitWithAck("a", JsonNode.class));
		this.session.receive("30[null]");
		assertThat(this.log).containsExactly(NullNode.getInstance(), "done");
	}

	@Test
	void failsWhenAnswerIsMalformed() {
		log(this.socket.emitWithAck("a", String.class));
		this.session.receive("30[\"fine\",");
		assertThat(this.log).hasSize(1);
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void failsWhenTheTimeIsUp() {
		log(this.socket.emitWithAck("a", String.class));
		this.timer.advance(DEFAULT_TIMEOUT.minusMillis(1));
		assertThat(this.log).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.log).singleElement().isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.missing()).containsExactly(this.socket.id());
			assertThat(ex).hasMessageContaining("'a'");
		});
		assertThat(pending()).isZero();
	}

	@Test
	void ignoresLateAnswer() {
		log(this.socket.timeout(Duration.ofMillis(5)).emitWithAck("a", String.class));
		this.timer.advance(Duration.ofMillis(5));
		assertThat(this.log).hasSize(1);
		this.session.receive("30[\"late\"]", "30[\"again\"]", "399[\"never asked\"]");
		assertThat(this.log).hasSize(1);
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void refusesAnswersThatClientsMustNotChoose() {
		ParameterizedTypeReference<List<File>> files = new ParameterizedTypeReference<>() {
		};
		BroadcastOperator all = this.io.to("x");
		List<ThrowingCallable> calls = List.of(() -> this.socket.emitWithAck("a", File.class),
				() -> this.socket.emitWithAck("a", files), () -> all.emitWithAck("a", File.class),
				() -> all.emitWithAck("a", files), () -> this.io.of("/").serverSideEmitWithAck("a", File.class),
				() -> this.socket.handshake().auth(File.class));
		for (ThrowingCallable call : calls) {
			assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining("java.io.File");
		}
		log(this.socket.emitWithAck("a", EventData.class));
		this.session.receive("30[\"/etc/passwd\"]");
		EventData answer = (EventData) this.log.get(0);
		assertThatIllegalArgumentException().isThrownBy(() -> answer.get(0, File.class));
		assertThatIllegalArgumentException().isThrownBy(() -> answer.get(0, files));
	}

	@Test
	void refusesTimeoutThatIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.timeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.timeout(Duration.ofNanos(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.to("x").timeout(Duration.ofSeconds(-1)));
	}

	@Test
	void failsWhenTheClientDisconnects() {
		log(this.socket.emitWithAck("a", String.class));
		log(this.socket.emitWithAck("b", String.class));
		this.session.lose(CloseReason.PING_TIMEOUT);
		assertThat(this.log).hasSize(2)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOfSatisfying(AckDisconnectedException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(DisconnectReason.PING_TIMEOUT)));
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void failsAtOnceWhenTheClientIsGone() {
		this.session.receive("1");
		log(this.socket.emitWithAck("a", String.class));
		assertThat(this.log).singleElement().isInstanceOf(AckDisconnectedException.class);
		assertThat(this.session.take()).isEmpty();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void refusesMoreThanTheLimit() {
		log(this.socket.emitWithAck("a", String.class));
		log(this.socket.emitWithAck("b", String.class));
		this.session.take();
		log(this.socket.emitWithAck("c", String.class));
		assertThat(this.log).singleElement().isInstanceOf(IllegalStateException.class);
		assertThat(this.session.take()).isEmpty();
		this.session.receive("31[]");
		log(this.socket.emitWithAck("d", String.class));
		assertThat(this.session.take()).hasSize(1);
	}

	@Test
	void forgetsWhatIsCancelled() {
		Disposable waiting = log(this.socket.emitWithAck("a", String.class));
		waiting.dispose();
		assertThat(pending()).isZero();
		assertThat(this.timer.pending()).isZero();
		this.session.receive("30[\"late\"]");
		assertThat(this.log).isEmpty();
	}

	@Test
	void forgetsWhatCannotBeSent() {
		log(this.socket.emitWithAck("a", String.class, new Unsendable()));
		assertThat(this.log).singleElement().isInstanceOf(IllegalArgumentException.class);
		assertThat(pending()).isZero();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void sendsAgainOnEachSubscription() {
		Mono<String> answer = this.socket.emitWithAck("a", String.class);
		log(answer);
		log(answer);
		assertThat(this.session.take()).containsExactly("20[\"a\"]", "21[\"a\"]");
	}

	@Test
	void sharesIdsWithinTheNamespace() {
		TestEngineSession other = TestEngineSession.open(this.io);
		SocketIOSocket otherSocket = this.io.of("/").socket(other.connect("/"));
		log(this.socket.emitWithAck("a", String.class));
		log(otherSocket.emitWithAck("b", String.class));
		assertThat(this.session.take()).containsExactly("20[\"a\"]");
		assertThat(other.take()).containsExactly("21[\"b\"]");
		this.session.receive("31[\"not mine\"]");
		assertThat(this.log).isEmpty();
	}

	@Test
	void isNotSentWhenVolatileAndTheTimeIsUp() {
		this.session.writable(false);
		log(this.socket.asVolatile().emitWithAck("a", String.class));
		assertThat(this.session.take()).isEmpty();
		this.timer.advance(DEFAULT_TIMEOUT);
		assertThat(this.log).singleElement().isInstanceOf(AckTimeoutException.class);
	}

	/**
	 * Has a property that cannot be written.
	 */
	private static final class Unsendable {

		@JsonGetter
		String name() {
			throw new IllegalStateException("Cannot be sent");
		}

	}

	/**
	 * Cannot be created.
	 *
	 * @param x something
	 */
	private record Broken(int x) {

		Broken {
			throw new AssertionError("on purpose");
		}

	}

}
