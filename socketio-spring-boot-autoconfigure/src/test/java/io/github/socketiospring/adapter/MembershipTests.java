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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipTests {

	private final Membership membership = new Membership(new TestSocket("a", new InMemoryAdapter(new TestSockets())));

	@Test
	void exitsEachRoomOnceWhenItEnds() {
		List<String> rooms = List.of("x", "y", "z");
		rooms.forEach(this.membership::join);
		List<String> exits = new ArrayList<>();
		Map<String, Boolean> left = this.membership.end((room) -> {
			exits.add(room);
			return room.equals("y");
		});
		assertThat(exits).containsExactlyInAnyOrderElementsOf(rooms);
		assertThat(left).isEqualTo(Map.of("x", false, "y", true, "z", false));
	}

	@Test
	void joinsNothingAfterItsEnd() {
		this.membership.join("x");
		this.membership.end((room) -> true);
		assertThat(this.membership.join("y")).isFalse();
		assertThat(this.membership.copy()).isEmpty();
		assertThat(this.membership.end((room) -> true)).isEmpty();
	}

}
