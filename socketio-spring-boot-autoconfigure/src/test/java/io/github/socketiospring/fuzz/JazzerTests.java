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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coverage-guided fuzzing: for a minute in the full run, or with
 * {@code -Dfuzz.seconds=600} for that many seconds for each target.
 * {@code -Dfuzz.target=session} runs only that target, {@code -Dfuzz.keep=true} adds new
 * inputs to the corpus.
 */
class JazzerTests {

	private static final String SECONDS = "fuzz.seconds";

	private static final int MAX_EXECUTIONS = 500_000;

	private static final int MAX_SECONDS = 60;

	static List<Campaign> campaigns() {
		if (System.getProperty(SECONDS) == null) {
			return List.of(new Campaign(JazzerEntry.ALL, List.of(FuzzTargets.values()),
					List.of("-runs=" + MAX_EXECUTIONS, "-max_total_time=" + MAX_SECONDS)));
		}
		String only = System.getProperty("fuzz.target", "");
		List<String> limits = List.of("-max_total_time=" + Integer.getInteger(SECONDS));
		return Arrays.stream(FuzzTargets.values())
			.filter((target) -> only.isEmpty() || target.id().equals(only))
			.map((target) -> new Campaign(target.id(), List.of(target), limits))
			.toList();
	}

	static boolean isWanted() {
		return TestProfile.isFull() || System.getProperty(SECONDS) != null;
	}

	@ParameterizedTest
	@MethodSource("campaigns")
	@EnabledIf(value = "isWanted", disabledReason = "takes a minute; set SOCKETIO_TESTS_FULL=true to run it")
	void findsNothing(Campaign campaign) throws Exception {
		JazzerProcess fuzzer = new JazzerProcess(campaign.name());
		campaign.unpack(fuzzer.seeds());
		JazzerProcess.Result result = fuzzer.run(campaign.limits());
		assertThat(result.status()).as(() -> fuzzer.describe(result)).isZero();
		assertThat(result.output()).contains("stat::number_of_executed_units");
		if (Boolean.getBoolean("fuzz.keep")) {
			campaign.pack(fuzzer.minimise());
		}
	}

	/**
	 * One run of the fuzzer.
	 *
	 * @param name the target, or all
	 * @param targets the target, or all
	 * @param limits when to stop, as options of the fuzzer
	 */
	record Campaign(String name, List<FuzzTargets> targets, List<String> limits) {

		void unpack(Path directory) throws IOException {
			for (FuzzTargets target : this.targets) {
				byte[] prefix = isOfOne() ? new byte[0] : new byte[] { (byte) target.ordinal() };
				target.corpus().unpack(directory, prefix);
			}
		}

		void pack(Path directory) throws IOException {
			assertThat(isOfOne()).as("'fuzz.keep' needs '" + SECONDS + "'").isTrue();
			this.targets.get(0).corpus().pack(directory);
		}

		private boolean isOfOne() {
			return this.targets.size() == 1;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
