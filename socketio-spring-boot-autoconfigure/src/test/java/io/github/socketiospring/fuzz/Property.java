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

import java.util.SplittableRandom;

/**
 * Runs a target with random inputs. A failure reports the seed; {@code -Dfuzz.seed=...}
 * repeats the same inputs.
 */
public final class Property {

	private static final int TRIES = 500;

	private static final int MAX_LENGTH = 400;

	private Property() {
	}

	/**
	 * Run a target, with a new seed each time.
	 * @param target what must hold
	 */
	public static void holds(FuzzTarget target) {
		holds(target, Long.getLong("fuzz.seed", new SplittableRandom().nextLong()));
	}

	static void holds(FuzzTarget target, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < TRIES; i++) {
			byte[] input = new byte[random.nextInt(1, MAX_LENGTH)];
			random.nextBytes(input);
			tame(input, random);
			tryOut(target, input, "-Dfuzz.seed=" + seed + " repeats it");
		}
	}

	/**
	 * Run a target with one input.
	 * @param target what must hold
	 * @param input the input
	 * @param origin where it is from, for the failure
	 */
	static void tryOut(FuzzTarget target, byte[] input, String origin) {
		try {
			target.run(new FuzzInput(input));
		}
		catch (Exception | Error ex) {
			throw new AssertionError("Fails (" + origin + ") for input " + Escapes.escape(input), ex);
		}
	}

	/**
	 * Lengths and kinds are read from the same bytes as characters: without small numbers
	 * among them, all values would be long and unusual.
	 * @param input the input, which is changed
	 * @param random decides where
	 */
	private static void tame(byte[] input, SplittableRandom random) {
		int rarity = random.nextInt(1, 5);
		for (int i = 0; i < input.length; i++) {
			if (random.nextInt(rarity) == 0) {
				input[i] = (byte) random.nextInt(16);
			}
		}
	}

}
