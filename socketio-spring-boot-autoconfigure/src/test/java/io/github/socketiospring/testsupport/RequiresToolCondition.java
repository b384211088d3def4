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

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Looks for what {@link RequiresTool} names.
 */
class RequiresToolCondition implements ExecutionCondition {

	private final Map<String, String> environment;

	RequiresToolCondition() {
		this(System.getenv());
	}

	RequiresToolCondition(Map<String, String> environment) {
		this.environment = environment;
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class)
			.map(this::evaluate)
			.orElseGet(() -> ConditionEvaluationResult.enabled("No tool required"));
	}

	private ConditionEvaluationResult evaluate(RequiresTool required) {
		SearchPath path = SearchPath.of(this.environment);
		List<String> tools = List.of(required.value());
		List<String> missing = tools.stream().filter((tool) -> path.find(tool).findFirst().isEmpty()).toList();
		if (!missing.isEmpty()) {
			return missing("Not on the PATH: " + String.join(", ", missing));
		}
		List<String> modules = List.of(required.pythonModules());
		if (!modules.isEmpty() && PythonInterpreter.find(path, modules).isEmpty()) {
			return missing("No python3 on the PATH can import: " + String.join(", ", modules));
		}
		return ConditionEvaluationResult.enabled("On the PATH: " + String.join(", ", tools));
	}

	private ConditionEvaluationResult missing(String reason) {
		if (TestProfile.isFull(this.environment)) {
			throw new IllegalStateException(
					"%s. The test may not be skipped because %s is true: install it or unset the variable"
						.formatted(reason, TestProfile.SWITCH));
		}
		return ConditionEvaluationResult.disabled(reason);
	}

}
