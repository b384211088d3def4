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
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketDisconnectedException;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PacedEmissionTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final TestEngineSession session = TestEngineSession.open(this.io);

	private final SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));

	private final TestPublisher<Object> source = TestPublisher.create();

	@Test
	void emitsAllInOrder() {
		StepVerifier.create(this.socket.emitAll("n", Flux.range(0, 1000))).verifyComplete();
		assertThat(this.session.take()).containsExactlyElementsOf(events(0, 1000));
	}

	@Test
	void isNotStoppedByADrainBeforeTheSourceIsThere() {
		Flux<Integer> late = Flux.range(0, 3).doFirst(() -> this.session.writable(true));
		StepVerifier.create(this.socket.emitAll("n", late)).expectComplete().verify(Duration.ofSeconds(30));
		assertThat(this.session.take()).containsExactlyElementsOf(events(0, 3));
	}

	@Test
	void emitsNothingWithoutSubscription() {
		this.socket.emitAll("n", this.source);
		this.source.assertWasNotSubscribed();
	}

	@Test
	void asksForNothingWhileTheClientDoesNotRead() {
		List<Long> asked = new ArrayList<>();
		this.session.writable(false);
		this.socket.emitAll("n", Flux.range(0, 100).doOnRequest(asked::add)).subscribe();
		assertThat(asked).hasSize(PacedEmission.WINDOW).containsOnly(1L);
		assertThat(this.session.take()).containsExactlyElementsOf(events(0, PacedEmission.WINDOW));
		this.session.writable(true);
		assertThat(this.session.take()).containsExactlyElementsOf(events(PacedEmission.WINDOW, 100));
	}

	@Test
	void sendsFewOfLargeItems() {
		this.session.writable(false);
		String large = "x".repeat(50_000);
		this.socket.emitAll("large", Flux.just(large, large, large, large)).subscribe();
		assertThat(this.session.take()).hasSize(2);
		this.session.writable(true);
		assertThat(this.session.take()).hasSize(2);
	}

	@Test
	void goesOnWhenItemsCome() {
		this.socket.emitAll("n", this.source).subscribe();
		this.source.next(0);
		assertThat(this.session.take()).containsExactlyElementsOf(events(0, 1));
		this.source.next(1);
		assertThat(this.session.take()).containsExactlyElementsOf(events(1, 2));
	}

	@Test
	void emitsAnArrayAsOneArgument() {
		this.socket.emitAll("pair", Mono.just(new Object[] { 1, 2 })).subscribe();
		assertThat(this.session.take()).containsExactly("2[\"pair\",[1,2]]");
	}

	@Test
	void cancelsTheSourceWhenTheSocketDisconnects() {
		StepVerifier.create(this.socket.emitAll("n", this.source))
			.then(() -> this.session.lose(CloseReason.PING_TIMEOUT))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(SocketDisconnectedException.class,
					(gone) -> assertThat(gone.reason()).isEqualTo(DisconnectReason.PING_TIMEOUT)));
		this.source.assertCancelled();
	}

	@Test
	void doesNotSubscribeForASocketThatIsGone() {
		this.socket.disconnect();
		StepVerifier.create(this.socket.emitAll("n", this.source)).verifyError(SocketDisconnectedException.class);
		this.source.assertWasNotSubscribed();
	}

	@Test
	void cancelsTheSourceWithTheSubscription() {
		this.socket.emitAll("n", this.source).subscribe().dispose();
		this.source.assertCancelled();
	}

	@Test
	void passesTheErrorOfTheSourceOn() {
		StepVerifier.create(this.socket.emitAll("n", this.source)).then(() -> {
			this.source.next(0);
			this.source.error(new IllegalStateException("on purpose"));
		}).verifyErrorMessage("on purpose");
		assertThat(this.session.take()).containsExactlyElementsOf(events(0, 1));
	}

	@Test
	void cancelsTheSourceOverAnItemThatCannotBeSent() {
		List<byte[]> tooManyAttachments = Collections.nCopies(11, new byte[1]);
		StepVerifier.create(this.socket.emitAll("n", this.source))
			.then(() -> this.source.next(tooManyAttachments))
			.verifyError();
		this.source.assertCancelled();
	}

	@Test
	void givesTheSourceTheContextOfTheSubscriber() {
		Flux<String> named = Flux.deferContextual((context) -> Flux.just(context.<String>get("name")));
		this.socket.emitAll("name", named).contextWrite((context) -> context.put("name", "ann")).subscribe();
		assertThat(this.session.take()).containsExactly("2[\"name\",\"ann\"]");
	}

	@Test
	void refusesReservedEvents() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.emitAll("connect", this.source));
	}

	private static List<String> events(int from, int to) {
		return IntStream.range(from, to).mapToObj((number) -> "2[\"n\"," + number + "]").toList();
	}

}
