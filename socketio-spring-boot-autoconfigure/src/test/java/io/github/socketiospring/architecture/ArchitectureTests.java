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
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@Test
	void mainCodeNeedsEachSeam() {
		assertThat(Knots.SEAMS).allSatisfy((seam) -> {
			Set<String> others = new HashSet<>(Knots.SEAMS);
			others.remove(seam);
			assertThat(Knots.in(ROOT, MAIN, others)).as("the groups without " + seam)
				.isNotEqualTo(Knots.in(ROOT, MAIN));
		});
	}

	@Test
	void mainCodeHasOneClassOfSockets() {
		assertThat(ArchitectureRule.sockets(ROOT, MAIN)).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void ruleThatAppliesToNoClassFails(ArchitectureRule rule) {
		JavaClasses nothing = MAIN.that(DescribedPredicate.alwaysFalse());
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.below(ROOT).check(nothing));
	}

	@ParameterizedTest
	@MethodSource
	void fixtureBreaksThisRuleOnly(ArchitectureRule rule, String root) {
		JavaClasses fixture = FIXTURES.that(JavaClass.Predicates.resideInAPackage(root + ".."));
		EvaluationResult result = rule.below(root).allowEmptyShould(true).evaluate(fixture);
		assertThat(result.hasViolation()).as("a rule that its fixture breaks").isTrue();
		assertThat(result.getFailureReport().getDetails())
			.anySatisfy((detail) -> assertThat(detail).contains("Offender"));
		assertThat(Arrays.stream(ArchitectureRule.values())
			.filter((other) -> other.below(root).allowEmptyShould(true).evaluate(fixture).hasViolation()))
			.containsExactly(rule);
	}

	static Stream<Arguments> fixtureBreaksThisRuleOnly() {
		return Arrays.stream(ArchitectureRule.values())
			.flatMap((rule) -> rule.fixtures(FIXTURES).stream().map((root) -> Arguments.of(rule, root)));
	}

	@Test
	void everyFixtureBelongsToARule() {
		Set<String> roots = Arrays.stream(ArchitectureRule.values())
			.flatMap((rule) -> rule.fixtures(FIXTURES).stream())
			.collect(Collectors.toSet());
		assertThat(FIXTURES).allSatisfy((type) -> assertThat(roots)
			.anySatisfy((root) -> assertThat(type.getPackageName()).startsWith(root + ".")));
	}

}
