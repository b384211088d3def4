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

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What the build watches about the shape of the main code. Every rule has a package below
 * {@code fixtures} with a class {@code Offender} that breaks this rule and no other.
 */
enum ArchitectureRule {

	NO_PACKAGE_CYCLES((root) -> slices().matching("(**)").should().beFreeOfCycles()),

	EVERY_PACKAGE_IS_IN_THE_IMPORT_TABLE((root) -> classes().should(beListedIn(new ImportTable(root)))),

	IMPORTS_FOLLOW_THE_IMPORT_TABLE((root) -> classes().should(onlyUseWhatIsAllowedBy(new ImportTable(root)))),

	REDIS_STAYS_IN_ITS_PACKAGES((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".adapter.redis", root + ".autoconfigure.redis")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.data.redis..", "io.lettuce..")),

	SPRING_WEB_STAYS_AT_THE_EDGE((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".engineio.web", root + ".engineio.transport..", root + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "org.springframework.http..")),

	NOTHING_BLOCKS((root) -> noClasses().should().accessTargetWhere(isBlocking())),

	EVERY_PACKAGE_IS_NULL_MARKED((root) -> classes().should(beInNullMarkedPackage())),

	AUTO_CONFIGURATIONS_ARE_FINAL((root) -> classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.haveModifier(JavaModifier.FINAL));

	private static final Set<String> BLOCKING_METHODS = Set.of("block", "blockOptional", "blockFirst", "blockLast",
			"toStream", "toIterable");

	private final Function<String, ArchRule> rule;

	ArchitectureRule(Function<String, ArchRule> rule) {
		this.rule = rule;
	}

	/**
	 * Return the rule for the packages below a root package.
	 * @param root the root package
	 * @return the rule
	 */
	ArchRule below(String root) {
		return this.rule.apply(root).allowEmptyShould(true);
	}

	/**
	 * Return the root package of the code that breaks this rule and no other.
	 * @return the package name
	 */
	String fixture() {
		return getClass().getPackageName() + ".fixtures." + name().toLowerCase(Locale.ROOT).replace("_", "");
	}

	private static ArchCondition<JavaClass> beListedIn(ImportTable table) {
		return condition("be in a package that the import table lists", (type, events) -> {
			if (!table.lists(type)) {
				events.add(SimpleConditionEvent.violated(type, type.getName()
						+ " is in a package that ImportTable does not list: add the package there, and what it may use"));
			}
		});
	}

	private static ArchCondition<JavaClass> onlyUseWhatIsAllowedBy(ImportTable table) {
		return condition("only use packages that the import table allows", (type, events) -> {
			for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
				if (!table.allows(type, dependency.getTargetClass())) {
					events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
				}
			}
		});
	}

	private static ArchCondition<JavaClass> beInNullMarkedPackage() {
		return condition("be in a package whose package-info is @NullMarked", (type, events) -> {
			if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
				events.add(SimpleConditionEvent.violated(type,
						type.getName() + " is in a package without a package-info that is @NullMarked"));
			}
		});
	}

	private static DescribedPredicate<JavaAccess<?>> isBlocking() {
		return DescribedPredicate.describe("the target blocks the thread",
				(access) -> BLOCKING_METHODS.contains(access.getTarget().getName())
						&& (access.getTargetOwner().isAssignableTo(Mono.class)
								|| access.getTargetOwner().isAssignableTo(Flux.class)));
	}

	private static ArchCondition<JavaClass> condition(String description, Check check) {
		return new ArchCondition<>(description) {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				check.check(type, events);
			}

		};
	}

	private interface Check {

		void check(JavaClass type, ConditionEvents events);

	}

}
