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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PendingAcksTests {

	private static final ArgumentReader NOTHING = new TreeArgumentReader(List.of(), JsonMapper.shared());

	private final PendingAcks acks = new PendingAcks(2);

	private final List<String> log = new ArrayList<>();

	private PendingAck ack(String name) {
		return new PendingAck() {

			@Override
			public void answered(ArgumentReader arguments) {
				PendingAcksTests.this.log.add(name + " answered");
			}

			@Override
			public void lost(DisconnectReason reason) {
				PendingAcksTests.this.log.add(name + " lost by " + reason.value());
			}

		};
	}

	@Test
	void handsAnswerOverOnce() {
		this.acks.add(0, ack("a"));
		this.acks.add(1, ack("b"));
		this.acks.answer(1, NOTHING);
		this.acks.answer(1, NOTHING);
		this.acks.answer(7, NOTHING);
		assertThat(this.log).containsExactly("b answered");
		assertThat(this.acks.size()).isOne();
	}

	@Test
	void ignoresAnswerThatIsNoLongerAwaited() {
		this.acks.add(0, ack("a"));
		this.acks.forget(0);
		this.acks.forget(1);
		this.acks.answer(0, NOTHING);
		assertThat(this.log).isEmpty();
		assertThat(this.acks.size()).isZero();
	}

	@Test
	void refusesMoreThanTheLimit() {
		this.acks.add(0, ack("a"));
		this.acks.add(1, ack("b"));
		assertThatIllegalStateException().isThrownBy(() -> this.acks.add(2, ack("c"))).withMessageContaining("2");
		this.acks.answer(0, NOTHING);
		this.acks.add(2, ack("c"));
		assertThat(this.acks.size()).isEqualTo(2);
	}

	@Test
	void tellsAllWhenTheSocketIsGone() {
		this.acks.add(0, ack("a"));
		this.acks.add(1, ack("b"));
		this.acks.end(DisconnectReason.PING_TIMEOUT);
		this.acks.end(DisconnectReason.FORCED_CLOSE);
		assertThat(this.log).containsExactlyInAnyOrder("a lost by ping timeout", "b lost by ping timeout");
		assertThat(this.acks.size()).isZero();
	}

	@Test
	void tellsAtOnceWhoComesTooLate() {
		this.acks.end(DisconnectReason.PING_TIMEOUT);
		this.acks.add(0, ack("a"));
		assertThat(this.log).containsExactly("a lost by ping timeout");
		assertThat(this.acks.size()).isZero();
	}

	@Test
	void canBeUsedByWhoIsTold() {
		PendingAcks own = new PendingAcks(1);
		own.add(0, new PendingAck() {

			@Override
			public void answered(ArgumentReader arguments) {
				own.add(1, ack("next"));
			}

			@Override
			public void lost(DisconnectReason reason) {
			}

		});
		own.answer(0, NOTHING);
		own.answer(1, NOTHING);
		assertThat(this.log).containsExactly("next answered");
	}

	@Test
	void tellsEverybodyExactlyOnceWhateverTheThreads() {
		int count = 5000;
		PendingAcks shared = new PendingAcks(count);
		AtomicInteger told = new AtomicInteger();
		PendingAck counting = new PendingAck() {

			@Override
			public void answered(ArgumentReader arguments) {
				told.incrementAndGet();
			}

			@Override
			public void lost(DisconnectReason reason) {
				told.incrementAndGet();
			}

		};
		Race.Task add = () -> {
			for (int i = 0; i < count; i++) {
				shared.add(i, counting);
			}
		};
		Race.Task answer = () -> {
			for (int i = 0; i < count; i++) {
				shared.answer(i, NOTHING);
			}
			shared.end(DisconnectReason.TRANSPORT_CLOSE);
		};
		Race.run(add, answer);
		assertThat(told).hasValue(count);
		assertThat(shared.size()).isZero();
	}

}
