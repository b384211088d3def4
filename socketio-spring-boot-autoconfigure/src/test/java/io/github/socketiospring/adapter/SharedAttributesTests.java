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

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class SharedAttributesTests {

	private static Object share(Object value) {
		return SharedAttributes.of(Map.of("it", value)).get("it");
	}

	@Test
	void keepsValuesOfJson() {
		for (Object value : List.of("text", true, 1, 2L, 1.5, new BigDecimal("1.50"), Map.of("a", List.of(1, "b")))) {
			assertThat(share(value)).isEqualTo(value);
		}
		assertThat(share(Arrays.asList(1, null))).isEqualTo(Arrays.asList(1, null));
		assertThat(share(new int[] { 1, 2 })).isEqualTo(List.of(1, 2));
		assertThat(share(new Object[] { "a", new char[] { 'b' } })).isEqualTo(List.of("a", List.of("b")));
		assertThat(share(Map.of(1, "one"))).isEqualTo(Map.of("1", "one"));
		assertThat(share(new AtomicInteger(3))).isEqualTo(3L);
	}

	@Test
	void keepsBytesAndDates() {
		Instant time = Instant.ofEpochMilli(1_700_000_000_123L);
		assertThat(share(new byte[] { 1, 2 })).isEqualTo(new byte[] { 1, 2 });
		assertThat(share(ByteBuffer.wrap(new byte[] { 1, 2 }))).isEqualTo(new byte[] { 1, 2 });
		assertThat(share(time)).isEqualTo(time);
		assertThat(share(Date.from(time))).isEqualTo(time);
		assertThat(share(time.atOffset(ZoneOffset.ofHours(2)))).isEqualTo(time);
		assertThat(share(time.atZone(ZoneOffset.ofHours(2)))).isEqualTo(time);
	}

	@Test
	void writesTextForWhatHasOne() {
		UUID id = UUID.randomUUID();
		assertThat(share(id)).isEqualTo(id.toString());
		assertThat(share(DayOfWeek.MONDAY)).isEqualTo("MONDAY");
		assertThat(share(LocalDate.of(2026, 1, 2))).isEqualTo("2026-01-02");
		assertThat(share(new StringBuilder("built"))).isEqualTo("built");
		assertThat(share('c')).isEqualTo("c");
	}

	@Test
	void keepsTreesWithoutObjects() {
		ObjectNode tree = JsonMapper.shared().createObjectNode().put("a", 1).put("bytes", new byte[] { 1 });
		assertThat(share(tree)).isEqualTo(tree);
		assertThat(share(tree.deepCopy().set("pojo", JsonNodeFactory.instance.pojoNode(new Object())))).isNull();
	}

	@Test
	void leavesOutTreesThatAreDeeperThanLists() {
		ObjectNode deepest = nested(31);
		assertThat(share(deepest)).isEqualTo(deepest);
		assertThat(share(nested(32))).isNull();
		assertThat(share(List.of(deepest))).isEqualTo(Collections.singletonList(null));
		assertThat(SharedAttributes.isShared(deepest)).isTrue();
		assertThat(SharedAttributes.isShared(nested(32))).isFalse();
	}

	private static ObjectNode nested(int levels) {
		ObjectNode tree = JsonMapper.shared().createObjectNode();
		for (int i = 0; i < levels; i++) {
			tree = JsonMapper.shared().createObjectNode().set("a", tree);
		}
		return tree;
	}

	@Test
	void leavesOutTreesOfTooManyValues() {
		ArrayNode tree = JsonMapper.shared().createArrayNode();
		for (int i = 0; i < 100_000; i++) {
			tree.add(i);
		}
		assertThat(share(tree)).isNull();
		tree.remove(0);
		assertThat(share(tree)).isEqualTo(tree);
	}

	@Test
	void leavesOutWhatIsOfTheApplication() {
		Map<String, Object> shared = SharedAttributes.of(Map.of("name", "ann", "object", new Object(), "record",
				new Unreadable(), "list", List.of(1, new Unreadable())));
		assertThat(shared).isEqualTo(Map.of("name", "ann", "list", Arrays.asList(1, null)));
	}

	@Test
	void leavesOutWhatFails() {
		List<Object> failing = new AbstractList<>() {

			@Override
			public Object get(int index) {
				throw new IllegalStateException("on purpose");
			}

			@Override
			public int size() {
				return 1;
			}

		};
		assertThat(SharedAttributes.of(Map.of("name", "ann", "failing", failing))).isEqualTo(Map.of("name", "ann"));
	}

	@Test
	void endsWhereCollectionContainsItself() {
		List<Object> twice = new ArrayList<>();
		twice.add(twice);
		twice.add(twice);
		assertThat(SharedAttributes.of(Map.of("name", "ann", "twice", twice))).isEqualTo(Map.of("name", "ann"));
	}

	@Test
	void describesASocketWithThemAndWithoutReservedRooms() {
		InMemoryAdapter adapter = new InMemoryAdapter(new TestSockets());
		SocketDetails details = new TestSocket("a", adapter).details();
		SocketDetails shared = new SocketDetails("a", details.handshake(),
				Set.of("a", "x", ReservedRooms.PREFIX + "user:ann"), Map.of("name", "ann", "it", new Unreadable()))
			.shared();
		assertThat(shared.rooms()).containsExactlyInAnyOrder("a", "x");
		assertThat(shared.attributes()).isEqualTo(Map.of("name", "ann"));
	}

	@Test
	void convertsOtherClassesOnRequest() {
		Map<String, Object> shared = SharedAttributes.of(
				Map.of("duration", Duration.ofSeconds(5), "list", List.of(Duration.ofSeconds(6)), "other",
						new Unreadable()),
				(value) -> (value instanceof Duration duration) ? Collections.singletonMap("s", duration.toSeconds())
						: JsonMapper.shared().valueToTree(value));
		assertThat(shared).isEqualTo(Map.of("duration", Map.of("s", 5L), "list", List.of(Map.of("s", 6L))));
	}

	/**
	 * An object that must not be read.
	 */
	private static final class Unreadable {

		@JsonProperty
		String getName() {
			throw new IllegalStateException("on purpose");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("on purpose");
		}

	}

}
