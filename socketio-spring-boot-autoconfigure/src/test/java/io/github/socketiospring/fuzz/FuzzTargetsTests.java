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
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs all targets with random inputs and with the corpus, which includes all inputs that
 * once revealed a bug.
 */
class FuzzTargetsTests {

	@ParameterizedTest
	@EnumSource
	void holdForKeptInputs(FuzzTargets target) throws IOException {
		List<byte[]> inputs = target.corpus().inputs();
		assertThat(inputs).isNotEmpty();
		for (byte[] input : inputs) {
			Property.tryOut((choices) -> target.run(choices.rest()), input, "kept");
		}
	}

	@ParameterizedTest
	@EnumSource
	void holdForRandomInputs(FuzzTargets target) {
		Property.holds((choices) -> target.run(choices.rest()));
	}

}
