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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocketAckTests {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServer.builder()
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
		return ((DefaultSocket) this.socket).acks().size();
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
		log(this.socket.emitWithAck("a", String.class, new DefaultSocketTests.Unsendable()));
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

}
