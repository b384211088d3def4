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
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coverage-guided fuzzing: for a moment with every build, or with
 * {@code -Dfuzz.seconds=600} for as many seconds each; {@code -Dfuzz.target=session}
 * leaves out the others, {@code -Dfuzz.keep=true} adds what was learnt to the corpus.
 */
class JazzerTests {

	private static final String SECONDS = "fuzz.seconds";

	private static final int MAX_EXECUTIONS = 20_000;

	private static final int MAX_SECONDS = 10;

	static List<FuzzTargets> targets() {
		String only = System.getProperty("fuzz.target", "");
		return Arrays.stream(FuzzTargets.values())
			.filter((target) -> only.isEmpty() || target.id().equals(only))
			.toList();
	}

	@Test
	@DisabledIfSystemProperty(named = SECONDS, matches = ".+")
	void findsNothingInAMoment() throws Exception {
		JazzerProcess fuzzer = new JazzerProcess(JazzerEntry.ALL);
		for (FuzzTargets target : FuzzTargets.values()) {
			target.corpus().unpack(fuzzer.seeds(), (byte) target.ordinal());
		}
		JazzerProcess.Result result = fuzzer.run("-runs=" + MAX_EXECUTIONS, "-max_total_time=" + MAX_SECONDS);
		assertThat(result.status()).as(() -> fuzzer.describe(result)).isZero();
		assertThat(result.output()).contains("stat::number_of_executed_units");
	}

	@ParameterizedTest
	@MethodSource("targets")
	@EnabledIfSystemProperty(named = SECONDS, matches = "\\d+")
	void findsNothing(FuzzTargets target) throws Exception {
		JazzerProcess fuzzer = new JazzerProcess(target.id());
		target.corpus().unpack(fuzzer.seeds());
		JazzerProcess.Result result = fuzzer.run("-max_total_time=" + Integer.getInteger(SECONDS));
		assertThat(result.status()).as(() -> fuzzer.describe(result)).isZero();
		keep(target, fuzzer);
	}

	private static void keep(FuzzTargets target, JazzerProcess fuzzer) throws IOException, InterruptedException {
		if (Boolean.getBoolean("fuzz.keep")) {
			target.corpus().pack(fuzzer.minimise());
		}
	}

}
