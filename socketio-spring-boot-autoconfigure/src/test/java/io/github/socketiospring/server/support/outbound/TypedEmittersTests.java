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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TypedEmittersTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final List<Object> log = new ArrayList<>();

	private TestEngineSession first;

	private TestEngineSession second;

	private SocketIOSocket socket;

	@BeforeEach
	void connect() {
		this.first = TestEngineSession.open(this.io);
		this.socket = this.io.of("/").socket(this.first.connect("/"));
		this.second = TestEngineSession.open(this.io);
		this.second.connect("/");
	}

	private void log(Flux<?> answers) {
		answers.subscribe(this.log::add, this.log::add, () -> this.log.add("done"));
	}

	@Test
	void sendsToOneSocket() {
		Client client = this.socket.as(Client.class);
		client.message("hello", 1);
		client.message("short");
		client.nothing();
		assertThat(this.first.take()).containsExactly("2[\"message\",\"hello\",1]", "2[\"message\",\"short\"]",
				"2[\"nothing\"]");
		assertThat(this.second.take()).isEmpty();
	}

	@Test
	void sendsToAllChosen() {
		this.io.to(this.socket.id()).as(Client.class).nothing();
		this.io.of("/").as(Client.class).message("all");
		this.socket.broadcast().as(Client.class).message("others");
		assertThat(this.first.take()).containsExactly("2[\"nothing\"]", "2[\"message\",\"all\"]");
		assertThat(this.second.take()).containsExactly("2[\"message\",\"all\"]", "2[\"message\",\"others\"]");
	}

	@Test
	void callsDefaultMethods() {
		this.socket.as(Client.class).twice("x");
		assertThat(this.first.take()).containsExactly("2[\"message\",\"x\"]", "2[\"message\",\"x\"]");
	}

	@Test
	void usesMethodsOfParentInterfaces() {
		this.socket.as(SpecialClient.class).nothing();
		this.socket.as(SpecialClient.class).special();
		assertThat(this.first.take()).containsExactly("2[\"nothing\"]", "2[\"special\"]");
	}

	@Test
	void resolvesTypeVariables() {
		log(this.socket.as(SpecialClient.class).generic().flux());
		this.first.receive("30[{\"a\":1}]");
		assertThat(this.log).containsExactly(Map.of("a", 1), "done");
	}

	@Test
	void waitsForAnswerOfOneSocket() {
		Client client = this.socket.as(Client.class);
		log(client.one("q").flux());
		log(client.list().flux());
		log(client.all());
		log(client.none().flux());
		assertThat(this.first.take()).containsExactly("20[\"one\",\"q\"]", "21[\"list\"]", "22[\"all\"]",
				"23[\"none\"]");
		this.first.receive("30[7]", "31[[\"x\",\"y\"]]", "32[\"z\"]", "33[\"ignored\"]");
		assertThat(this.log).containsExactly(7, "done", List.of("x", "y"), "done", "z", "done", "done");
	}

	@Test
	void waitsForAnswersOfAllChosen() {
		Client clients = this.io.of("/").as(Client.class);
		log(clients.all());
		log(clients.list().flux());
		log(clients.none().flux());
		this.first.receive("30[\"a\"]", "31[\"a\"]", "32[]");
		this.second.receive("30[\"b\"]", "31[\"b\"]");
		assertThat(this.log).containsExactly("a", "b", "done", List.of("a", "b"), "done");
		this.second.receive("32[{\"any\":1}]");
		assertThat(this.log).endsWith("done").hasSize(6);
	}

	@Test
	void givesAllArgumentsOfAnswers() {
		List<EventData> answers = new ArrayList<>();
		this.socket.as(Client.class).everything().subscribe(answers::add);
		this.first.receive("30[\"a\",1]");
		this.io.of("/").as(Client.class).everything().subscribe(answers::add);
		this.first.receive("31[\"b\",2]");
		this.second.receive("31[\"c\",3]");
		assertThat(answers).extracting((answer) -> answer.get(0, String.class)).containsExactly("a", "b", "c");
		assertThat(answers).extracting(EventData::size).containsOnly(2);
		assertThat(answers.get(1).get(1, Integer.class)).isEqualTo(2);
	}

	@Test
	void takesTheFirstAnswerOfAllChosen() {
		log(this.io.of("/").as(Client.class).one("q").flux());
		this.second.receive("30[2]");
		assertThat(this.log).containsExactly(2, "done");
		this.first.receive("30[1]");
		assertThat(this.log).hasSize(2);
		assertThat(this.io.statistics().pendingAcks()).isZero();
	}

	@Test
	void keepsModifiers() {
		this.first.writable(false);
		this.socket.asVolatile().as(Client.class).nothing();
		this.io.of("/").asVolatile().as(Client.class).nothing();
		assertThat(this.first.take()).isEmpty();
		assertThat(this.second.take()).hasSize(1);
	}

	@Test
	void isAnOrdinaryObject() {
		Client client = this.socket.as(Client.class);
		assertThat(client).isEqualTo(client).isNotEqualTo(this.socket.as(Client.class)).isNotEqualTo(null);
		assertThat(client).hasToString("Sender of " + Client.class.getName()).hasSameHashCodeAs(client);
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, ReturnsValue.class, HasReservedName.class })
	void refusesWhatCannotBeEvents(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.as(type)).withMessageContaining("String");
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.of("/").as(type));
	}

	@ParameterizedTest
	@ValueSource(classes = { AsksForFile.class, AsksAllForFiles.class })
	void refusesAnswersThatClientsMustNotChoose(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.as(type))
			.withMessageContaining("java.io.File");
	}

	interface Client {

		void message(String text, int number);

		void message(String text);

		void nothing();

		Mono<Integer> one(String text);

		Mono<List<String>> list();

		Flux<String> all();

		Flux<EventData> everything();

		Mono<Void> none();

		default void twice(String text) {
			message(text);
			message(text);
		}

	}

	interface Generic<T> {

		Mono<T> generic();

	}

	interface SpecialClient extends Client, Generic<Map<String, Integer>> {

		void special();

	}

	interface ReturnsValue {

		String value();

	}

	interface AsksForFile {

		Mono<File> file();

	}

	interface AsksAllForFiles {

		Flux<List<File>> files();

	}

	interface HasReservedName {

		void disconnect(String reason);

	}

}
