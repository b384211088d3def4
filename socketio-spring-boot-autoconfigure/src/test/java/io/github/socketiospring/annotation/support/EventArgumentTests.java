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

package io.github.socketiospring.annotation.support;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Parameters that get an argument of the event.
 */
class EventArgumentTests {

	private final HandlerTester tester = HandlerTester.of(Handlers.class);

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void convertsToRecord() throws Exception {
		assertThat(this.tester.emit("record", new Item("tea", 2)).acknowledged()).containsExactly(new Item("tea", 2));
	}

	@Test
	void convertsToGenericList() throws Exception {
		assertThat(this.tester.emit("list", List.of(new Item("tea", 2))).acknowledged())
			.containsExactly(List.of(new Item("tea", 2)));
	}

	@Test
	void convertsToTypeVariableThatBeanSets() throws Exception {
		assertThat(this.tester.emit("inherited", List.of(new Item("tea", 2))).acknowledged())
			.containsExactly(List.of(new Item("tea", 2)));
	}

	@Test
	void convertsPrimitivesInOrderAmongOtherArguments() throws Exception {
		assertThat(this.tester.emit("mixed", 1, "two", true).acknowledged()).containsExactly("1two true socket-id");
	}

	@Test
	void givesBinaryAsArrayAndBuffer() throws Exception {
		byte[] bytes = { 1, 2, 3 };
		assertThat(this.tester.emit("binary", bytes, bytes).acknowledged()).containsExactly("[1, 2, 3]3");
	}

	@Test
	void givesTreesAndMaps() throws Exception {
		assertThat(this.tester.emit("trees", Map.of("a", 1), Map.of("b", 2)).acknowledged())
			.containsExactly("{\"a\":1}{b=2}");
	}

	@Test
	void nullIsATreeButAMissingArgumentIsNone() throws Exception {
		assertThat(this.tester.emit("null-trees", null, null, null, null).acknowledged())
			.containsExactly("null Optional[null] [null, null]");
		assertThat(this.tester.emit("no-tree").acknowledged()).containsExactly("none Optional.empty");
	}

	@Test
	void missingArgumentIsNullOrEmpty() throws Exception {
		assertThat(this.tester.emit("missing").acknowledged()).containsExactly("null Optional.empty");
		assertThat(this.tester.emit("missing", "a", "b").acknowledged()).containsExactly("a Optional[b]");
		assertThat(this.tester.emit("missing", null, null).acknowledged()).containsExactly("null Optional.empty");
	}

	@Test
	void missingNumberIsEmptyWhereAnOptionalIsAskedFor() throws Exception {
		for (Object[] arguments : new Object[][] { {}, { null, null, null } }) {
			assertThat(this.tester.emit("optional-numbers", arguments).acknowledged())
				.containsExactly("OptionalInt.empty OptionalLong.empty OptionalDouble.empty");
		}
		assertThat(this.tester.emit("optional-numbers", 1, 2, 3).acknowledged())
			.containsExactly("OptionalInt[1] OptionalLong[2] OptionalDouble[3.0]");
		assertThat(this.tester.emit("optional-data").acknowledged()).containsExactly("OptionalInt.empty");
	}

	@Test
	void missingPrimitiveIsAnErrorThatNamesTheParameter() throws Exception {
		assertThat(this.tester.emit("mixed").error()).isInstanceOfSatisfying(MissingArgumentException.class, (ex) -> {
			assertThat(ex.index()).isZero();
			assertThat(ex.parameterName()).isEqualTo("first");
			assertThat(ex).hasMessage("Argument 0 (first) is missing or null");
		});
	}

	@Test
	void missingNonNullIsAnError() throws Exception {
		assertThat(this.tester.emit("non-null", "a").error()).isInstanceOfSatisfying(MissingArgumentException.class,
				(ex) -> assertThat(ex.index()).isOne());
		assertThat(this.tester.emit("non-null", "a", null).error()).isInstanceOf(MissingArgumentException.class);
		assertThat(this.tester.emit("non-null", "a", "b").acknowledged()).containsExactly("ab");
	}

	@Test
	void unconvertibleArgumentIsAnError() throws Exception {
		TestInvocation invocation = this.tester.emit("record", "no item");
		assertThat(invocation.error()).isInstanceOf(ArgumentConversionException.class);
		assertThat(invocation.sent()).containsExactly("error: " + invocation.error().getMessage());
	}

	@Test
	void variableArityGetsTheRest() throws Exception {
		assertThat(this.tester.emit("rest", "a", 1, 2).acknowledged()).containsExactly("a[1, 2]");
		assertThat(this.tester.emit("rest", "a").acknowledged()).containsExactly("a[]");
		assertThat(this.tester.emit("rest", "a", 1, null).error()).isInstanceOf(MissingArgumentException.class);
	}

	@Test
	void eventDataGetsTheRest() throws Exception {
		assertThat(this.tester.emit("data", "a", 1, List.of(new Item("tea", 2))).acknowledged())
			.containsExactly("a 2 1 [Item[name=tea, count=2]] true");
	}

	@Test
	void malformedPacketIsNotOurError() {
		EventHandler handler = this.tester.handler().eventHandler("record");
		EventArguments arguments = new EventArguments(new ArgumentReader() {

			@Override
			public boolean hasNext() {
				throw new PacketFormatException("not JSON");
			}

			@Override
			public @Nullable Object next(JavaType type) {
				return null;
			}

			@Override
			public void finish() {
			}

			@Override
			public KeptArguments keep() {
				throw new UnsupportedOperationException();
			}

		});
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> handler.readArguments(arguments));
	}

	record Item(String name, int count) {
	}

	abstract static class Base<T> {

		@OnEvent("inherited")
		List<T> inherited(List<T> items) {
			return items;
		}

	}

	@SocketNamespace
	@NonBlocking
	static class Handlers extends Base<Item> {

		@OnEvent("record")
		Item record(Item item) {
			return item;
		}

		@OnEvent("list")
		List<Item> list(List<Item> items) {
			return List.of(items.get(0));
		}

		@OnEvent("optional-numbers")
		String optionalNumbers(OptionalInt i, OptionalLong l, OptionalDouble d) {
			return i + " " + l + " " + d;
		}

		@OnEvent("optional-data")
		String optionalData(EventData data) {
			return String.valueOf(data.get(0, OptionalInt.class));
		}

		@OnEvent("mixed")
		String mixed(int first, SocketIOSocket socket, String second, boolean third) {
			return first + second + " " + third + " " + socket.id();
		}

		@OnEvent("binary")
		String binary(byte[] array, ByteBuffer buffer) {
			return Arrays.toString(array) + buffer.remaining();
		}

		@OnEvent("trees")
		String trees(JsonNode tree, Map<String, Integer> map) {
			return tree.toString() + map;
		}

		@OnEvent("null-trees")
		String nullTrees(@NonNull JsonNode tree, Optional<JsonNode> optional, JsonNode... rest) {
			return tree + " " + optional + " " + Arrays.toString(rest);
		}

		@OnEvent("no-tree")
		String noTree(@Nullable JsonNode tree, Optional<JsonNode> optional) {
			return ((tree != null) ? tree : "none") + " " + optional;
		}

		@OnEvent("missing")
		String missing(@Nullable String first, Optional<String> second) {
			return first + " " + second;
		}

		@OnEvent("non-null")
		String nonNull(String first, @NonNull String second) {
			return first + second;
		}

		@OnEvent("rest")
		String rest(String first, int... others) {
			return first + Arrays.toString(others);
		}

		@OnEvent("data")
		void data(String first, EventData data, Ack ack) {
			ack.send(first + " " + data.size() + " " + data.get(0, Integer.class) + " "
					+ data.get(1, new ParameterizedTypeReference<List<Item>>() {
					}) + " " + data.get(2).isMissingNode());
		}

	}

}
