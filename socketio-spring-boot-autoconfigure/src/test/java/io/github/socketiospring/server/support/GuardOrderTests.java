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

package io.github.socketiospring.server.support;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The guards of a name do not depend on the history: on the order in which namespaces
 * were set up, or on whether events were sent to them or clients entered them before.
 */
class GuardOrderTests {

	private static final List<String> NAMES = List.of("/tenant-1", "/tenant-2");

	private static final List<List<Guard>> ORDERS = List.of(
			List.of(Guard.PATTERN, Guard.EQUAL_PATTERN, Guard.PREDICATE),
			List.of(Guard.PATTERN, Guard.PREDICATE, Guard.EQUAL_PATTERN),
			List.of(Guard.EQUAL_PATTERN, Guard.PATTERN, Guard.PREDICATE),
			List.of(Guard.EQUAL_PATTERN, Guard.PREDICATE, Guard.PATTERN),
			List.of(Guard.PREDICATE, Guard.PATTERN, Guard.EQUAL_PATTERN),
			List.of(Guard.PREDICATE, Guard.EQUAL_PATTERN, Guard.PATTERN));

	private final List<String> ran = new ArrayList<>();

	static Stream<Arguments> orders() {
		return ORDERS.stream()
			.flatMap((guards) -> IntStream.rangeClosed(0, guards.size())
				.boxed()
				.flatMap((sent) -> IntStream.rangeClosed(0, guards.size())
					.boxed()
					.flatMap(
							(connected) -> Stream.of(0, 1).map((first) -> arguments(guards, sent, connected, first)))));
	}

	@ParameterizedTest
	@MethodSource("orders")
	void guardsOfANameThatIsSetUpLaterAreTheSame(List<Guard> guards, int setUpAfter, int connectedAfter, int first) {
		SocketIOServer io = SocketIOServers.builder().build();
		io.start();
		for (int i = 0; i <= guards.size(); i++) {
			if (i == setUpAfter) {
				io.of(NAMES.get(first)).use((socket, next) -> {
					this.ran.add("OWN");
					return next.proceed();
				});
			}
			if (i == connectedAfter && i > 0) {
				connect(io, NAMES.get(first));
			}
			if (i < guards.size()) {
				guards.get(i).setUp(io, this.ran);
			}
		}
		this.ran.clear();
		connect(io, NAMES.get(first));
		assertThat(this.ran).containsExactlyInAnyOrder("PATTERN", "EQUAL_PATTERN", "PREDICATE", "OWN");
		this.ran.clear();
		connect(io, NAMES.get(1 - first));
		assertThat(this.ran).containsExactlyInAnyOrder("PATTERN", "EQUAL_PATTERN", "PREDICATE");
	}

	@ParameterizedTest
	@MethodSource("orders")
	void guardsOfANameAreTheSame(List<Guard> guards, int sentAfter, int connectedAfter, int first) {
		SocketIOServer io = SocketIOServers.builder().build();
		for (int i = 0; i <= guards.size(); i++) {
			if (i == sentAfter) {
				NAMES.forEach((name) -> io.of(name).emit("news"));
				NAMES.forEach((name) -> io.of(name).to("room").emit("news"));
			}
			if (i == connectedAfter && i > 0) {
				// Only one of the two names exists already when the rest is set up.
				connect(io, NAMES.get(first));
			}
			if (i < guards.size()) {
				guards.get(i).setUp(io, this.ran);
			}
		}
		for (String name : List.of(NAMES.get(first), NAMES.get(1 - first))) {
			this.ran.clear();
			connect(io, name);
			assertThat(this.ran).as(name).containsExactlyInAnyOrder("PATTERN", "EQUAL_PATTERN", "PREDICATE");
		}
	}

	private static void connect(SocketIOServer io, String name) {
		TestEngineSession.open(io).connect(name);
	}

	enum Guard {

		PATTERN {
			@Override
			Namespace of(SocketIOServer io) {
				return io.of(Pattern.compile("/tenant-(?<number>\\d+)"));
			}
		},

		/** Matches the same, and calls the variable by another name. */
		EQUAL_PATTERN {
			@Override
			Namespace of(SocketIOServer io) {
				return io.of(Pattern.compile("/tenant-(?<id>\\d+)"));
			}
		},

		PREDICATE {
			@Override
			Namespace of(SocketIOServer io) {
				return io.of((name, auth) -> Mono.just(name.startsWith("/tenant-")));
			}
		};

		abstract Namespace of(SocketIOServer io);

		void setUp(SocketIOServer io, List<String> ran) {
			of(io).use((socket, next) -> {
				ran.add(name());
				return next.proceed();
			});
		}

	}

}
