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

package io.github.socketiospring.docs;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.socketiospring.core.EmitterOperator;
import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.core.SocketIOOperations;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.BroadcastOperations;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketEmitter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Template, server, namespace, operator, socket, remote socket and emitter have the same
 * verbs wherever they make sense, and {@code docs/verbs.md} lists them. A new verb of one
 * type fails here until it is listed, and until the other types have it or a constant
 * below says that they need not.
 */
class VerbsTests {

	private static final Path PAGE = Path.of("..", "docs", "verbs.md");

	private static final List<String> VERBS = List.of("of", "afterCommit", "all", "broadcast", "to", "in", "toUser",
			"except", "local", "asVolatile", "compress", "timeout", "emit", "send", "emitWithAck", "emitAll", "as",
			"fetchSockets", "socketsJoin", "socketsLeave", "disconnectSockets", "disconnectUser", "join", "leave",
			"disconnect", "serverSideEmit", "serverSideEmitWithAck");

	private static final List<Class<?>> TYPES = List.of(SocketIOTemplate.class, SocketIOServer.class, Namespace.class,
			BroadcastOperator.class, SocketIOSocket.class, RemoteSocket.class);

	private static final List<Class<?>> EMITTER_TYPES = List.of(SocketIOTemplate.class, SocketIOEmitter.class,
			EmitterOperator.class);

	/** Verbs of an operator that choose sockets. A remote socket cannot. */
	private static final Set<String> CHOOSING = Set.of("to", "in", "toUser", "except", "local");

	/** Verbs of an operator that send, and those that say how. */
	private static final Set<String> SENDING = Set.of("asVolatile", "compress", "timeout", "emit", "send",
			"emitWithAck", "as");

	/**
	 * Verbs of an operator that a single socket has in another form, or does not need.
	 */
	private static final Set<String> OF_MANY = Set.of("fetchSockets", "socketsJoin", "socketsLeave",
			"disconnectSockets");

	/** Methods of a remote socket that are no verbs. */
	private static final Set<String> DESCRIBING = Set.of("id", "handshake", "rooms", "attributes");

	/** Verbs that need answers, sockets of this process, or all namespaces. */
	private static final Set<String> NOT_OF_EMITTERS = Set.of("all", "local", "timeout", "emitWithAck", "fetchSockets",
			"serverSideEmitWithAck", "disconnectUser");

	@Test
	void equalTheTableInTheDocs() throws IOException {
		assertThat(Files.readString(PAGE)).contains("\n\n" + table(TYPES) + "\n");
	}

	@Test
	void equalTheTableOfEmittersInTheDocs() throws IOException {
		assertThat(Files.readString(PAGE)).contains("\n\n" + table(EMITTER_TYPES) + "\n");
	}

	@ParameterizedTest
	@ValueSource(classes = { BroadcastOperator.class, BroadcastOperations.class, SocketIOOperations.class,
			SocketEmitter.class, EmitterOperator.class, SocketIOEmitter.class })
	void includeEveryMethod(Class<?> type) {
		assertThat(type.getMethods()).extracting(Method::getName).isSubsetOf(VERBS);
	}

	@Test
	void includeEveryMethodOfARemoteSocketThatDoesNotDescribeIt() {
		assertThat(RemoteSocket.class.getMethods()).extracting(Method::getName)
			.filteredOn((name) -> !DESCRIBING.contains(name))
			.isSubsetOf(VERBS);
	}

	@ParameterizedTest
	@ValueSource(classes = { SocketIOTemplate.class, SocketIOServer.class, Namespace.class })
	void areThoseOfAnOperatorWhereAllSocketsAreChosen(Class<?> type) {
		assertThat(verbs(type).keySet()).containsAll(verbs(BroadcastOperations.class).keySet());
	}

	@Test
	void areThoseOfATemplateOnAServer() {
		assertThat(verbs(SocketIOServer.class).keySet())
			.containsAll(without(SocketIOOperations.class, Set.of("afterCommit")));
	}

	@Test
	void haveAPlaceOnASocketOrAreForMany() {
		assertThat(names(BroadcastOperator.class)).isEqualTo(Stream.of(CHOOSING, SENDING, OF_MANY)
			.flatMap(Set::stream)
			.collect(Collectors.toCollection(TreeSet::new)));
		assertThat(names(SocketIOSocket.class)).doesNotContainAnyElementsOf(OF_MANY);
		assertThat(names(RemoteSocket.class)).doesNotContainAnyElementsOf(CHOOSING)
			.doesNotContainAnyElementsOf(OF_MANY);
	}

	@Test
	void areThoseOfAnEmitterWithoutAnswers() {
		assertThat(names(SocketIOOperations.class)).containsAll(NOT_OF_EMITTERS);
		assertThat(verbs(SocketIOEmitter.class).keySet()).isEqualTo(without(SocketIOOperations.class, NOT_OF_EMITTERS));
		assertThat(verbs(EmitterOperator.class).keySet()).isEqualTo(without(BroadcastOperator.class, NOT_OF_EMITTERS));
	}

	@ParameterizedTest
	@FieldSource("CHOOSING")
	void chooseOthersFromASocketAsFromAnOperator(String verb) {
		assertThat(signatures(SocketIOSocket.class, verb)).isEqualTo(signatures(BroadcastOperator.class, verb));
	}

	@ParameterizedTest
	@FieldSource("SENDING")
	void sendToOneSocketAsToMany(String verb) {
		assertThat(signatures(SocketIOSocket.class, verb)).isEqualTo(signatures(BroadcastOperator.class, verb));
		assertThat(signatures(RemoteSocket.class, verb)).isEqualTo(signatures(BroadcastOperator.class, verb));
	}

	@ParameterizedTest
	@ValueSource(strings = { "join", "leave", "disconnect" })
	void commandASocketThatMayBeElsewhereLikeOneThatIsHere(String verb) {
		assertThat(signatures(RemoteSocket.class, verb)).isEqualTo(signatures(SocketIOSocket.class, verb));
	}

	@Test
	void takeSeveralNamesOrACollection() {
		assertThat(Stream.of(TYPES, EMITTER_TYPES).flatMap(List::stream))
			.allSatisfy((type) -> assertThat(withParameter(type, String[].class))
				.isEqualTo(withParameter(type, Collection.class)));
	}

	private static Set<String> names(Class<?> type) {
		return methods(type).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> without(Class<?> type, Set<String> excluded) {
		return methods(type).filter((method) -> !excluded.contains(method.getName()))
			.map(VerbsTests::signature)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> withParameter(Class<?> type, Class<?> parameter) {
		return methods(type).filter((method) -> List.of(method.getParameterTypes()).equals(List.of(parameter)))
			.map(Method::getName)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> signatures(Class<?> type, String verb) {
		return methods(type).filter((method) -> method.getName().equals(verb))
			.map(VerbsTests::signature)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String table(List<Class<?>> types) {
		List<Map<String, Method>> columns = types.stream().map(VerbsTests::verbs).toList();
		String title = types.stream()
			.map((type) -> " `" + type.getSimpleName() + "` |")
			.collect(Collectors.joining("", "| verb | executed |", "\n|" + "---|".repeat(types.size() + 2) + "\n"));
		return VERBS.stream()
			.flatMap((verb) -> columns.stream()
				.flatMap((column) -> column.keySet().stream())
				.filter((signature) -> signature.startsWith(verb + "("))
				.distinct()
				.sorted())
			.map((signature) -> row(signature, columns))
			.collect(Collectors.joining("", title, ""));
	}

	private static String row(String signature, List<Map<String, Method>> columns) {
		Set<String> happens = columns.stream()
			.filter((column) -> column.containsKey(signature))
			.map((column) -> happens(column.get(signature)))
			.collect(Collectors.toSet());
		assertThat(happens).as("executed at the same time by all types: " + signature).hasSize(1);
		return columns.stream()
			.map((column) -> column.containsKey(signature) ? " `" + result(column.get(signature)) + "` |" : " |")
			.collect(Collectors.joining("", "| `" + signature + "` | " + happens.iterator().next() + " |", "\n"));
	}

	/**
	 * Commands return nothing, or a {@code Mono} that only signals their completion.
	 * @param method the verb
	 * @return when it is carried out, nothing for one that only chooses
	 */
	private static String happens(Method method) {
		if (Publisher.class.isAssignableFrom(method.getReturnType()) && !isCommand(method)) {
			return "on subscription";
		}
		return (method.getReturnType() == void.class || isCommand(method)) ? "at once" : "";
	}

	private static boolean isCommand(Method method) {
		return method.getGenericReturnType().getTypeName().endsWith("Mono<java.lang.Void>")
				&& !method.getName().equals("emitAll");
	}

	private static String result(Method method) {
		return (method.getReturnType() == Object.class) ? method.getGenericReturnType().getTypeName()
				: method.getReturnType().getSimpleName();
	}

	private static Map<String, Method> verbs(Class<?> type) {
		return methods(type).collect(Collectors.toMap(VerbsTests::signature, Function.identity(),
				(one, other) -> one.getReturnType().isAssignableFrom(other.getReturnType()) ? other : one));
	}

	private static Stream<Method> methods(Class<?> type) {
		return Arrays.stream(type.getMethods())
			.filter((method) -> !method.isBridge() && VERBS.contains(method.getName()));
	}

	private static String signature(Method method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map((parameter) -> parameter.isArray() ? parameter.componentType().getSimpleName() + "..."
					: parameter.getSimpleName())
			.collect(Collectors.joining(", "));
		return method.getName() + "(" + parameters + ")";
	}

}
