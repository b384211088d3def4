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

package io.github.socketiospring.autoconfigure.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ConnectionLifecycle}.
 */
class ConnectionLifecycleTests {

	private final List<String> log = new ArrayList<>();

	private final Sinks.Empty<Void> connecting = Sinks.empty();

	private final ConnectionLifecycle patient = lifecycle(Duration.ofSeconds(30));

	private final ConnectionLifecycle hasty = lifecycle(Duration.ZERO);

	@Test
	void startsWhenTheConnectionsAreMade() {
		this.connecting.tryEmitEmpty();
		this.patient.start();
		assertThat(this.log).containsExactly("connected");
		assertThat(this.patient.isRunning()).isTrue();
		this.patient.stop();
		assertThat(this.log).containsExactly("connected", "closed");
		assertThat(this.patient.isRunning()).isFalse();
	}

	@Test
	void failsTheStartWithTheSentenceThatSaysWhatIsToBeDone() {
		IllegalStateException sentence = new IllegalStateException("needs Redis 7");
		this.connecting.tryEmitError(sentence);
		assertThatIllegalStateException().isThrownBy(this.patient::start).isSameAs(sentence);
	}

	@Test
	void failsTheStartWithAnyOtherFailure() {
		IOException failure = new IOException("broken");
		this.connecting.tryEmitError(failure);
		assertThatIllegalStateException().isThrownBy(this.patient::start).withCause(failure);
	}

	@Test
	void tellsOfAFailureAfterTheStart() {
		try (CapturedLog lines = CapturedLog.of(ConnectionLifecycle.class.getName())) {
			this.hasty.start();
			assertThat(this.log).containsExactly("late");
			this.connecting.tryEmitError(new IllegalStateException("needs Redis 7"));
			assertThat(lines.lines()).hasSize(1)
				.first()
				.satisfies((line) -> assertThat(line).startsWith("ERROR").contains("needs Redis 7"));
		}
	}

	private ConnectionLifecycle lifecycle(Duration timeout) {
		return new ConnectionLifecycle(timeout) {

			@Override
			Mono<Void> connect() {
				return ConnectionLifecycleTests.this.connecting.asMono();
			}

			@Override
			void connected() {
				ConnectionLifecycleTests.this.log.add("connected");
			}

			@Override
			void late() {
				ConnectionLifecycleTests.this.log.add("late");
			}

			@Override
			Mono<Void> close() {
				return Mono.fromRunnable(() -> ConnectionLifecycleTests.this.log.add("closed"));
			}

		};
	}

}
