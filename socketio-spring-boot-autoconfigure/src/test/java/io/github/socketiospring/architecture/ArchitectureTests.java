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

package io.github.socketiospring.architecture;

import java.util.Arrays;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final String ROOT = "io.github.socketiospring";

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	/** All packages, since each import scans the whole class path. */
	private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(ArchitectureRule.FIXTURES);

	@Test
	void mainCodeIsFound() {
		assertThat(MAIN).isNotEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void mainCodeFollows(ArchitectureRule rule) {
		rule.below(ROOT).check(MAIN);
	}

	@ParameterizedTest
	@EnumSource
	void fixtureBreaksThisRuleOnly(ArchitectureRule rule) {
		String root = rule.fixture();
		JavaClasses fixture = FIXTURES.that(JavaClass.Predicates.resideInAPackage(root + ".."));
		EvaluationResult result = rule.below(root).evaluate(fixture);
		assertThat(result.hasViolation()).as("a rule that its fixture breaks").isTrue();
		assertThat(result.getFailureReport().getDetails())
			.anySatisfy((detail) -> assertThat(detail).contains("Offender"));
		assertThat(Arrays.stream(ArchitectureRule.values())
			.filter((other) -> other.below(root).evaluate(fixture).hasViolation())).containsExactly(rule);
	}

}
