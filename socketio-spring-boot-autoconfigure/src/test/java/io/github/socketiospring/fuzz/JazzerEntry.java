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

package io.github.socketiospring.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * The entry point for the fuzzer, in its own process. The argument selects the target;
 * with {@code all} the first byte of each input selects it.
 */
public final class JazzerEntry {

	static final String ALL = "all";

	private static final List<FuzzTargets> all = List.of(FuzzTargets.values());

	private static FuzzTargets target;

	private JazzerEntry() {
	}

	/**
	 * Called once, by name.
	 * @param arguments the target
	 */
	public static void fuzzerInitialize(String[] arguments) {
		target = all.stream().filter((candidate) -> candidate.id().equals(arguments[0])).findFirst().orElse(null);
		if (target == null && !arguments[0].equals(ALL)) {
			throw new IllegalArgumentException("There is no target " + arguments[0]);
		}
	}

	/**
	 * Called for each input, by name.
	 * @param input the input
	 * @throws Exception what was found
	 */
	public static void fuzzerTestOneInput(byte[] input) throws Exception {
		if (target != null) {
			target.run(input);
		}
		else if (input.length > 0) {
			all.get((input[0] & 0xFF) % all.size()).run(Arrays.copyOfRange(input, 1, input.length));
		}
	}

}
