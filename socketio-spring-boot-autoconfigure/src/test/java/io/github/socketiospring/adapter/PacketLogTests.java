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

package io.github.socketiospring.adapter;

import java.util.List;
import java.util.Set;

import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacketLogTests {

	private final RecoveryMemory memory = new RecoveryMemory(Long.MAX_VALUE);

	private final PacketLog log = new PacketLog(1000, 3, this.memory, this::drop);

	private void drop(PacketLog.Entry entry) {
		this.log.drop(entry);
	}

	private void add(String name, BroadcastOptions options, long now) {
		PacketLog.Entry entry = this.log.entry(name, new TestSockets.TestEvent(Packet.event("/", name)), options);
		this.memory.reserve(entry);
		this.log.add(entry, now);
	}

	private @Nullable List<String> since(String offset, String... rooms) {
		List<RememberedEvent> events = this.log.since(offset, "me", Set.of(rooms));
		return (events != null) ? TestSockets.TestEvent.names(events) : null;
	}

	@Test
	void findsWhatCameAfterAnOffset() {
		add("a", BroadcastOptions.ALL, 0);
		add("b", BroadcastOptions.ALL, 0);
		add("c", BroadcastOptions.ALL, 1);
		assertThat(since("a")).containsExactly("b", "c");
		assertThat(since("c")).isEmpty();
	}

	@Test
	void choosesOneSocketByItsIdWhateverItJoined() {
		add("start", BroadcastOptions.room("elsewhere"), 0);
		add("to me alone", BroadcastOptions.socket("me"), 0);
		add("to y alone", BroadcastOptions.socket("y"), 0);
		assertThat(since("start", "me", "y")).containsExactly("to me alone");
	}

	@Test
	void choosesByRoomsAndExceptions() {
		add("start", BroadcastOptions.room("elsewhere"), 0);
		add("to x", BroadcastOptions.room("x"), 0);
		add("all but y", BroadcastOptions.ALL.withExcept(List.of("y")), 0);
		assertThat(since("start", "me")).containsExactly("all but y");
		assertThat(since("start", "me", "x")).containsExactly("to x", "all but y");
		assertThat(since("start", "me", "x", "y")).containsExactly("to x");
	}

	@Test
	void doesNotKnowOffsetsItNeverGave() {
		add("a", BroadcastOptions.ALL, 0);
		assertThat(this.log.knows("b", 0)).isFalse();
		assertThat(since("b")).isNull();
	}

	@Test
	void forgetsTheOldestWhenItIsFull() {
		for (String name : List.of("a", "b", "c", "d")) {
			add(name, BroadcastOptions.ALL, 0);
		}
		assertThat(this.log.size()).isEqualTo(3);
		assertThat(this.log.knows("a", 0)).isFalse();
		assertThat(since("a")).isNull();
		assertThat(since("b")).containsExactly("c", "d");
	}

	@Test
	void forgetsWhatIsTooOld() {
		add("a", BroadcastOptions.ALL, 0);
		add("b", BroadcastOptions.ALL, 500);
		assertThat(this.log.knows("a", 1000)).isTrue();
		assertThat(this.log.knows("a", 1001)).isFalse();
		assertThat(this.log.knows("b", 1001)).isTrue();
		add("c", BroadcastOptions.ALL, 1501);
		assertThat(this.log.size()).isOne();
	}

	@Test
	void chargesWhatItHoldsAndNothingElse() {
		add("a", BroadcastOptions.ALL, 0);
		long plain = this.memory.bytes();
		assertThat(plain).isGreaterThan(TestSockets.TestEvent.COST).isEqualTo(this.log.bytes());
		add("b", BroadcastOptions.room("x".repeat(1000)).withExcept(List.of("y".repeat(1000))), 0);
		assertThat(this.memory.bytes()).isEqualTo(this.log.bytes()).isGreaterThan(2 * plain + 4000);
		for (String name : List.of("c", "d", "e")) {
			add(name, BroadcastOptions.ALL, 0);
		}
		assertThat(this.memory.bytes()).isEqualTo(this.log.bytes()).isEqualTo(3 * plain);
		this.log.expire(1001);
		assertThat(this.memory.bytes()).isZero();
		assertThat(this.log.bytes()).isZero();
	}

}
