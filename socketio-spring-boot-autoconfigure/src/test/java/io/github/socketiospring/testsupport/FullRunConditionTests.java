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
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FullRunOnly}.
 */
class FullRunConditionTests {

	@Test
	void runsWithoutAnnotation() {
		assertThat(evaluate(Always.class, Map.of()).isDisabled()).isFalse();
	}

	@Test
	void skipsByDefaultAndSaysWhyAndHowToRunIt() {
		ConditionEvaluationResult result = evaluate(Long.class, Map.of());
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).contains("takes a minute; set SOCKETIO_TESTS_FULL=true to run it");
	}

	@Test
	void skipsWhenTheFullRunIsSwitchedOff() {
		assertThat(evaluate(Long.class, Map.of(TestProfile.SWITCH, "false")).isDisabled()).isTrue();
	}

	@Test
	void runsInTheFullRun() {
		assertThat(evaluate(Long.class, Map.of(TestProfile.SWITCH, "true")).isDisabled()).isFalse();
	}

	private ConditionEvaluationResult evaluate(Class<?> testClass, Map<String, String> environment) {
		ExtensionContext context = mock();
		given(context.getElement()).willReturn(Optional.of(testClass));
		return new FullRunCondition(environment).evaluateExecutionCondition(context);
	}

	static class Always {

	}

	@FullRunOnly("takes a minute")
	static class Long {

	}

}
