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

package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterAnswerException;
import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.SentValues;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ToldAttributesTests {

	private static final String OWN = ToldAttributesTests.class.getName() + "$*";

	private static final int MAX_BYTES = 10_000;

	private static ToldAttributes told(String... patterns) {
		return new ToldAttributes(List.of(patterns), SentValues.mapper(JsonMapper.shared()), MAX_BYTES);
	}

	private static SocketDetails socket(Map<String, Object> attributes) {
		return new SocketDetails("a", new HandshakeDetails("/", Map.of(), Map.of(), null, false, false, Instant.EPOCH,
				Instant.EPOCH, JsonNodeFactory.instance.objectNode()), Set.of("a"), attributes);
	}

	private static Map<String, Object> select(ToldAttributes told, Object value) {
		return told.select(List.of(socket(Map.of("name", "ann", "it", value)))).get(0).attributes();
	}

	private static @Nullable Object tell(ToldAttributes told, Object value) {
		return select(told, value).get("it");
	}

	private static JsonNode json(String json) {
		return JsonMapper.shared().readTree(json);
	}

	@Test
	void leavesOutObjectsUnlessTheirClassIsNamed() {
		Profile ann = new Profile("ann", 7, "secret");
		assertThat(select(told(), ann)).isEqualTo(Map.of("name", "ann"));
		assertThat(select(told("java.*", Profile.class.getName() + "s"), ann)).isEqualTo(Map.of("name", "ann"));
		for (String pattern : List.of(Profile.class.getName(), OWN, "*")) {
			assertThat(tell(told(pattern), ann)).isEqualTo(json("{\"name\":\"ann\",\"level\":7}"));
		}
	}

	@Test
	void writesWhatANamedObjectContainsAndWhatContainsIt() {
		Team team = new Team(List.of(new Profile("ann", 7, "secret")), Duration.ofSeconds(5), new byte[] { 1 });
		Object written = tell(told(Team.class.getName()), Map.of("x", List.of(team)));
		JsonNode only = (JsonNode) ((List<?>) ((Map<?, ?>) written).get("x")).get(0);
		assertThat(only.get("members")).isEqualTo(json("[{\"name\":\"ann\",\"level\":7}]"));
		assertThat(only.get("bytes").binaryValue()).containsExactly(1);
	}

	@Test
	void leavesOutWhatCannotBeWrittenAndLogsItOnce() {
		ToldAttributes told = told(OWN);
		try (CapturedLog log = CapturedLog.of(ToldAttributes.class.getName())) {
			for (int i = 0; i < 2; i++) {
				assertThat(select(told, new Unreadable())).isEqualTo(Map.of("name", "ann"));
				assertThat(select(told, new Erroneous())).isEqualTo(Map.of("name", "ann"));
			}
			assertThat(tell(told, List.of(1, new Unreadable()))).isEqualTo(Arrays.asList(1, null));
			assertThat(log.lines()).hasSize(2)
				.allMatch((line) -> line.startsWith(
						"WARN Other nodes do not see attributes of " + ToldAttributesTests.class.getName() + "$"));
		}
	}

	@Test
	void leavesOutWhatContainsItself() {
		Node endless = new Node();
		endless.next.add(endless);
		Node deep = new Node();
		for (int i = 0; i < 40; i++) {
			Node outer = new Node();
			outer.next.add(deep);
			deep = outer;
		}
		// 2 to the power of 100 values.
		Node many = new Node();
		for (int i = 0; i < 100; i++) {
			Node outer = new Node();
			outer.next.addAll(List.of(many, many));
			many = outer;
		}
		try (CapturedLog log = CapturedLog.of(ToldAttributes.class.getName())) {
			for (Node node : List.of(endless, deep, many)) {
				assertThat(select(told(OWN), node)).isEqualTo(Map.of("name", "ann"));
			}
			assertThat(log.lines()).hasSize(3);
		}
	}

	@Test
	void leavesOutWhatHasNoEnd() {
		try (CapturedLog log = CapturedLog.of(ToldAttributes.class.getName())) {
			assertThat(select(told(OWN), new Endless())).isEqualTo(Map.of("name", "ann"));
			assertThat(log.lines()).singleElement().asString().endsWith(": it is too large for a message");
		}
	}

	@Test
	void selectsNothingWhereAllTogetherAreTooLarge() {
		SocketDetails large = socket(Map.of("it", new Profile("x".repeat(MAX_BYTES / 2), 1, "")));
		assertThat(told(OWN).select(List.of(large))).hasSize(1);
		assertThat(told(OWN).select(List.of(large, large))).isNull();
		assertThat(told().select(List.of(large, large))).hasSize(2);
	}

	@Test
	void otherNodesSeeTheObjectsThatTheyAreTold() {
		TestBroker broker = new TestBroker();
		ClusterOptions options = TestNode.options().tellAttributes(List.of(OWN)).build();
		TestNode one = TestNode.start(broker);
		TestNode two = TestNode.start(broker, options, Schedulers.immediate());
		add(two, "b", new Profile("ann", 7, "secret"));
		List<SocketDetails> found = one.adapter().fetchSockets(BroadcastOptions.ALL, null).collectList().block();
		assertThat(found).singleElement()
			.satisfies((socket) -> assertThat(socket.attributes())
				.isEqualTo(Map.of("it", Map.of("name", "ann", "level", 7))));
	}

	@Test
	void otherNodesAreToldThatTheObjectsAreTooLarge() {
		TestBroker broker = new TestBroker();
		broker.limitAnswers(1000);
		ClusterOptions options = TestNode.options().tellAttributes(List.of(OWN)).build();
		TestNode one = TestNode.start(broker);
		TestNode two = TestNode.start(broker, options, Schedulers.immediate());
		add(two, "b", new Profile("x".repeat(600), 7, "secret"));
		add(two, "c", new Profile("x".repeat(600), 7, "secret"));
		List<Throwable> failures = new ArrayList<>();
		one.adapter().fetchSockets(BroadcastOptions.ALL, null).subscribe(null, failures::add);
		assertThat(failures).singleElement().isInstanceOf(ClusterAnswerException.class);
		assertThat(two.count(ClusterCounter.TOO_LARGE)).isOne();
	}

	private static void add(TestNode node, String id, Object attribute) {
		LocalSocket socket = mock();
		given(socket.id()).willReturn(id);
		given(socket.memory()).willReturn(TestMemory.account());
		given(socket.details()).willReturn(socket(Map.of("it", attribute)));
		node.adapter().add(socket, List.of());
	}

	/**
	 * Describes a person.
	 */
	private record Profile(String name, int level, @JsonIgnore String password) {

	}

	/**
	 * An object with objects of other classes.
	 */
	private record Team(List<Profile> members, Duration age, byte[] bytes) {

	}

	/**
	 * An object that fails.
	 */
	private static final class Unreadable {

		@JsonProperty
		String getName() {
			throw new IllegalStateException("on purpose");
		}

	}

	/**
	 * An object that fails with an error.
	 */
	private static final class Erroneous {

		@JsonProperty
		String getName() {
			throw new NoClassDefFoundError("on purpose");
		}

	}

	/**
	 * An object that refers to others.
	 */
	private static final class Node {

		@JsonProperty
		private final List<Node> next = new ArrayList<>();

	}

	/**
	 * An object that never ends.
	 */
	private static final class Endless implements Iterable<String> {

		@Override
		public Iterator<String> iterator() {
			return Collections.nCopies(Integer.MAX_VALUE, "again").iterator();
		}

	}

}
