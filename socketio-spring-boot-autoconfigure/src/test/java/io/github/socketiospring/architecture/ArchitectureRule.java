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

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules for the structure of the main code. Each rule has a package below
 * {@code fixtures} with a class {@code Offender} that violates this rule and no other.
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

	SPRING_SECURITY_STAYS_IN_ITS_PACKAGES((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".security", root + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.security..")),

	MICROMETER_STAYS_IN_ITS_PACKAGES((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".support", root + ".engineio.web", root + ".observation",
				root + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer..")),

	SPRING_WEB_STAYS_AT_THE_EDGE((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".engineio.web", root + ".engineio.transport..", root + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "org.springframework.http..")),

	LISTS_ARE_NOT_SEARCHED((root) -> noClasses().that()
		.resideInAnyPackage(root + ".adapter..", root + ".server..")
		.should()
		.accessTargetWhere(searchesLists())),

	NOTHING_BLOCKS((root) -> noClasses().should().accessTargetWhere(isBlocking())),

	EVERY_PACKAGE_IS_NULL_MARKED((root) -> classes().should(beInNullMarkedPackage())),

	KNOTS_ARE_SMALL((root) -> classes().should(reachOneAnotherInSmallGroups(root))),

	PACKAGES_ARE_SMALL((root) -> classes().should(beFewInTheirPackage())),

	CONSTRUCTORS_TAKE_FEW_PARAMETERS(
			(root) -> classes().that().resideInAPackage(root + ".server.support..").should(takeFewParameters())),

	COLLABORATORS_ARE_NOT_HANDED_OUT((root) -> classes().that()
		.resideInAPackage(root + ".server.support..")
		.should(keepTheirCollaborators(root))),

	SEAMS_ARE_SMALL((root) -> classes().should(beSmallIfThereIsOneImplementation(root))),

	ONLY_ITS_MAKER_NAMES_THE_SOCKET((root) -> classes().should(beNamedByItsMakerAlone(root))),

	AUTO_CONFIGURATIONS_ARE_FINAL((root) -> classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.haveModifier(JavaModifier.FINAL));

	/** The package of all fixtures. */
	static final String FIXTURES = ArchitectureRule.class.getPackageName() + ".fixtures";

	private static final int LARGEST_KNOT = 5;

	private static final int LARGEST_PACKAGE = 45;

	private static final int MOST_PARAMETERS = 8;

	/** Types of others that do something, rather than say something. */
	private static final Set<String> FOREIGN_COLLABORATORS = Set.of(Executor.class.getName(), Scheduler.class.getName(),
			JsonMapper.class.getName());

	private static final Set<String> BLOCKING_METHODS = Set.of("block", "blockOptional", "blockFirst", "blockLast",
			"toStream", "toIterable");

	/** Methods that search a list from one end to the other. */
	private static final Set<String> SEARCHES = Set.of("contains", "containsAll", "indexOf", "lastIndexOf", "remove",
			"removeAll", "removeFirstOccurrence", "removeLastOccurrence", "retainAll");

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
	 * Return the root package of the code that violates this rule and no other.
	 * @return the package name
	 */
	String fixture() {
		return FIXTURES + "." + name().toLowerCase(Locale.ROOT).replace("_", "");
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

	private static ArchCondition<JavaClass> reachOneAnotherInSmallGroups(String root) {
		return wholeCondition("reach one another in groups of at most " + LARGEST_KNOT, (all, events) -> {
			for (Set<String> knot : Knots.in(root, all)) {
				if (knot.size() > LARGEST_KNOT) {
					events.add(SimpleConditionEvent.violated(knot, "These " + knot.size()
							+ " classes all reach one another: give each what it uses, not the owner of it: " + knot));
				}
			}
		});
	}

	private static ArchCondition<JavaClass> beFewInTheirPackage() {
		return wholeCondition("be at most " + LARGEST_PACKAGE + " in a package", (all, events) -> {
			Map<String, List<String>> packages = all.stream()
				.filter((type) -> type.getEnclosingClass().isEmpty() && !type.getSimpleName().equals("package-info"))
				.collect(Collectors.groupingBy(JavaClass::getPackageName,
						Collectors.mapping(JavaClass::getSimpleName, Collectors.toList())));
			packages.forEach((name, types) -> {
				if (types.size() > LARGEST_PACKAGE) {
					events.add(SimpleConditionEvent.violated(name,
							name + " has " + types.size() + " classes: which story has no room of its own? " + types));
				}
			});
		});
	}

	private static ArchCondition<JavaClass> takeFewParameters() {
		return condition("take at most " + MOST_PARAMETERS + " parameters", (type, events) -> {
			for (JavaConstructor constructor : type.getConstructors()) {
				if (constructor.getRawParameterTypes().size() > MOST_PARAMETERS) {
					events.add(SimpleConditionEvent.violated(constructor,
							constructor.getFullName() + " takes more than " + MOST_PARAMETERS + " parameters"));
				}
			}
		});
	}

	private static ArchCondition<JavaClass> keepTheirCollaborators(String root) {
		return condition("keep what they work with to themselves", (type, events) -> {
			if (type.getModifiers().contains(JavaModifier.PRIVATE)) {
				// Of nested classes, nobody else can call a method.
				return;
			}
			for (JavaMethod method : type.getMethods()) {
				if (isGetter(method) && isCollaborator(root, method.getRawReturnType())
						&& !isOfContract(root, method)) {
					events.add(SimpleConditionEvent.violated(method, method.getFullName()
							+ " hands out a collaborator: give its user what it does, or do it here"));
				}
			}
		});
	}

	private static boolean isGetter(JavaMethod method) {
		return method.getRawParameterTypes().isEmpty() && !method.getModifiers().contains(JavaModifier.PRIVATE)
				&& !method.getModifiers().contains(JavaModifier.STATIC) && method.getCallsFromSelf().isEmpty()
				&& method.getFieldAccesses()
					.stream()
					.anyMatch((access) -> access.getAccessType() == JavaFieldAccess.AccessType.GET
							&& access.getTarget().getRawType().isAssignableTo(method.getRawReturnType().getName()));
	}

	/**
	 * Whether a type does something, rather than say something. The components of a
	 * record are handed out by the record itself, and so are examined there. What
	 * applications work with, they may get.
	 * @param root the root package
	 * @param type the type of a result
	 * @return {@code false} for values, and for contracts of the servers
	 */
	private static boolean isCollaborator(String root, JavaClass type) {
		if (!type.getPackageName().startsWith(root + ".")) {
			return FOREIGN_COLLABORATORS.contains(type.getName());
		}
		boolean contract = type.isInterface()
				&& Set.of(root + ".server", root + ".engineio").contains(type.getPackageName());
		return !contract && !type.isEnum() && !type.isRecord() && !type.isAssignableTo(Throwable.class);
	}

	private static boolean isOfContract(String root, JavaMethod method) {
		return method.getOwner()
			.getAllRawInterfaces()
			.stream()
			.filter((contract) -> !contract.getPackageName().startsWith(root + ".server.support"))
			.anyMatch((contract) -> contract.tryGetMethod(method.getName()).isPresent());
	}

	private static ArchCondition<JavaClass> beSmallIfThereIsOneImplementation(String root) {
		return wholeCondition("have few methods if there is one implementation", (all, events) -> {
			for (JavaClass seam : all) {
				if (seam.isInterface() && !seam.isAnnotation()
						&& seam.getPackageName().startsWith(root + ".server.support")
						&& Knots.methods(seam) > Knots.METHODS_OF_A_SEAM && implementations(seam, all) == 1) {
					events.add(SimpleConditionEvent.violated(seam, seam.getName() + " has more than "
							+ Knots.METHODS_OF_A_SEAM + " methods and one implementation, which it only hides"));
				}
			}
		});
	}

	private static long implementations(JavaClass seam, Collection<JavaClass> all) {
		return all.stream().filter((type) -> !type.isInterface() && type.isAssignableTo(seam.getName())).count();
	}

	private static ArchCondition<JavaClass> beNamedByItsMakerAlone(String root) {
		return condition("be named by its maker alone", (type, events) -> {
			boolean socket = !type.isInterface() && type.getRawInterfaces()
				.stream()
				.anyMatch((contract) -> contract.getName().equals(root + ".server.SocketIOSocket"));
			if (socket) {
				Set<String> users = type.getDirectDependenciesToSelf()
					.stream()
					.map((dependency) -> Knots.outermost(dependency.getOriginClass()).getName())
					.filter((name) -> !name.equals(Knots.outermost(type).getName()))
					.collect(Collectors.toCollection(TreeSet::new));
				if (users.size() > 1) {
					events.add(SimpleConditionEvent.violated(type, type.getName()
							+ " is named by others than its maker, which need the socket's contract only: " + users));
				}
			}
		});
	}

	private static DescribedPredicate<JavaAccess<?>> isBlocking() {
		return DescribedPredicate.describe("the target blocks the thread",
				(access) -> BLOCKING_METHODS.contains(access.getTarget().getName())
						&& (access.getTargetOwner().isAssignableTo(Mono.class)
								|| access.getTargetOwner().isAssignableTo(Flux.class)));
	}

	// Clients determine the size of some collections. A set, too, may search the list
	// that is passed to its removeAll.
	private static DescribedPredicate<JavaAccess<?>> searchesLists() {
		return DescribedPredicate.describe("the target may search a list", (access) -> {
			JavaClass owner = access.getTargetOwner();
			String name = access.getTarget().getName();
			return SEARCHES.contains(name) && access.getTarget() instanceof CodeUnitAccessTarget target
					&& takesAnObject(target) && owner.isAssignableTo(Collection.class)
					&& (name.endsWith("All") || !owner.isAssignableTo(Set.class));
		});
	}

	private static boolean takesAnObject(CodeUnitAccessTarget target) {
		List<JavaClass> parameters = target.getRawParameterTypes();
		return parameters.size() == 1 && !parameters.get(0).isPrimitive();
	}

	private static ArchCondition<JavaClass> condition(String description, Check check) {
		return new ArchCondition<>(description) {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				check.check(type, events);
			}

		};
	}

	private static ArchCondition<JavaClass> wholeCondition(String description,
			BiConsumer<Collection<JavaClass>, ConditionEvents> check) {
		return new ArchCondition<>(description) {

			private Collection<JavaClass> all = List.of();

			@Override
			public void init(Collection<JavaClass> all) {
				this.all = all;
			}

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				// A single class cannot violate this rule.
			}

			@Override
			public void finish(ConditionEvents events) {
				check.accept(this.all, events);
			}

		};
	}

	private interface Check {

		void check(JavaClass type, ConditionEvents events);

	}

}
