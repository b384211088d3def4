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

package io.github.socketiospring.testsupport;

import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How thorough a test run is. By default it is short: large tests run with smaller
 * numbers, and tests that lack a program are skipped. With the environment variable
 * {@value #SWITCH} set to {@code true}, as in continuous integration, everything runs in
 * full and a missing program is a failure.
 */
public final class TestProfile {

	/** The environment variable that asks for the full run. */
	public static final String SWITCH = "SOCKETIO_TESTS_FULL";

	private TestProfile() {
	}

	/**
	 * Whether this run is the full one.
	 * @return whether {@value #SWITCH} is {@code true}
	 */
	public static boolean isFull() {
		return isFull(System.getenv());
	}

	/**
	 * How much of something a test uses.
	 * @param brief how much by default
	 * @param full how much in the full run
	 * @return one of the two
	 */
	public static int choose(int brief, int full) {
		return isFull() ? full : brief;
	}

	/**
	 * With which variants of something a test runs.
	 * @param <T> what varies
	 * @param variants all of them, as in the full run
	 * @param brief which of them to take by default
	 * @return the variants
	 */
	public static <T> Stream<T> choose(Stream<T> variants, Predicate<T> brief) {
		return isFull() ? variants : variants.filter(brief);
	}

	static boolean isFull(Map<String, String> environment) {
		return Boolean.parseBoolean(environment.get(SWITCH));
	}

}
