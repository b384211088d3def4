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

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Implements {@link FullRunOnly}.
 */
class FullRunCondition implements ExecutionCondition {

	private final Map<String, String> environment;

	FullRunCondition() {
		this(System.getenv());
	}

	FullRunCondition(Map<String, String> environment) {
		this.environment = environment;
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), FullRunOnly.class)
			.map((annotation) -> evaluate(annotation.value()))
			.orElseGet(() -> ConditionEvaluationResult.enabled("Part of every run"));
	}

	private ConditionEvaluationResult evaluate(String reason) {
		if (TestProfile.isFull(this.environment)) {
			return ConditionEvaluationResult.enabled("Full run");
		}
		return ConditionEvaluationResult.disabled("%s; set %s=true to run it".formatted(reason, TestProfile.SWITCH));
	}

}
