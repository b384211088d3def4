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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
			.map((requiresTool) -> evaluate(List.of(requiresTool.value())))
			.orElseGet(() -> ConditionEvaluationResult.enabled("No tool required"));
	}

	private ConditionEvaluationResult evaluate(List<String> tools) {
		List<String> missing = tools.stream().filter((tool) -> !isOnPath(tool)).toList();
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("On the PATH: " + String.join(", ", tools));
		}
		String reason = "Not on the PATH: " + String.join(", ", missing);
		if (TestProfile.isFull(this.environment)) {
			throw new IllegalStateException(
					"%s. The test may not be skipped because %s is true: install it or unset the variable"
						.formatted(reason, TestProfile.SWITCH));
		}
		return ConditionEvaluationResult.disabled(reason);
	}

	private boolean isOnPath(String tool) {
		String path = this.environment.getOrDefault("PATH", "");
		return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, tool))
			.anyMatch((file) -> Files.isRegularFile(file) && Files.isExecutable(file));
	}

}
