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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.util.Assert;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules for the structure of the main code. Each rule has packages below
 * {@code fixtures}, each with a class {@code Offender} that violates this rule and no
 * other: one named after the rule, and more of them below {@code variants}.
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

	NOTHING_BLOCKS((root) -> noClasses().should().accessTargetWhere(blocks())),

	ONLY_CONNECTIONS_TO_REDIS_WAIT((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".adapter.redis", root + ".autoconfigure.redis")
		.should()
		.accessTargetWhere(waits())),

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

	/** Methods that block until a publisher ends, by the type that declares them. */
	private static final Map<Class<?>, Set<String>> BLOCKING = Map.of(Mono.class, BLOCKING_METHODS, Flux.class,
			BLOCKING_METHODS);

	/** Methods of the JDK that make the thread wait, by the type that declares them. */
	private static final Map<Class<?>, Set<String>> WAITING = Map.ofEntries(
			Map.entry(Future.class, Set.of("get", "join")), Map.entry(CountDownLatch.class, Set.of("await")),
			Map.entry(CyclicBarrier.class, Set.of("await")),
			Map.entry(Condition.class, Set.of("await", "awaitNanos", "awaitUninterruptibly", "awaitUntil")),
			Map.entry(Semaphore.class, Set.of("acquire", "acquireUninterruptibly")),
			Map.entry(BlockingQueue.class, Set.of("put", "take")),
			Map.entry(ExecutorService.class, Set.of("awaitTermination", "close", "invokeAll", "invokeAny")),
			Map.entry(LockSupport.class, Set.of("park", "parkNanos", "parkUntil")),
			Map.entry(Thread.class, Set.of("join", "sleep")), Map.entry(Object.class, Set.of("wait")));

	/** Methods that search a list from one end to the other. */
	private static final Set<String> SEARCHES = Set.of("contains", "containsAll", "indexOf", "lastIndexOf", "remove",
			"removeAll", "removeFirstOccurrence", "removeLastOccurrence", "retainAll");

	/** Classes that check a value and return it or nothing. */
	private static final Set<String> CHECKS = Set.of(Objects.class.getName(), Assert.class.getName());

	private final Function<String, ArchRule> rule;

	ArchitectureRule(Function<String, ArchRule> rule) {
		this.rule = rule;
	}

	/**
	 * Return the rule for the packages below a root package.
	 * @param root the root package
	 * @return the rule, which fails if there is no class that it applies to
	 */
	ArchRule below(String root) {
		return this.rule.apply(root);
	}

	/**
	 * Return the root packages of code that violates this rule and no other. The classes
	 * below each of them violate the rule in their own way.
	 * @param fixtures the classes of all fixtures
	 * @return the package names, at least one
	 */
	Set<String> fixtures(JavaClasses fixtures) {
		String name = name().toLowerCase(Locale.ROOT).replace("_", "");
		Set<String> roots = new TreeSet<>(Set.of(FIXTURES + "." + name));
		String variants = FIXTURES + ".variants." + name + ".";
		fixtures.stream()
			.map(JavaClass::getPackageName)
			.filter((type) -> type.startsWith(variants))
			.map((type) -> variants + type.substring(variants.length()).split("\\.")[0])
			.forEach(roots::add);
		return roots;
	}

	/**
	 * Find the classes that implement the contract of a socket.
	 * @param root the root package
	 * @param classes the classes below it
	 * @return the implementations, abstract classes included
	 */
	static List<JavaClass> sockets(String root, Collection<JavaClass> classes) {
		return classes.stream()
			.filter((type) -> !type.isInterface() && type.isAssignableTo(root + ".server.SocketIOSocket"))
			.toList();
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
			if (type.isAnnotatedWith(NullUnmarked.class)) {
				events.add(SimpleConditionEvent.violated(type, type.getName() + " is @NullUnmarked"));
			}
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
			for (JavaField field : type.getFields()) {
				if (!field.getModifiers().contains(JavaModifier.PRIVATE)
						&& !field.getModifiers().contains(JavaModifier.STATIC)
						&& !field.getModifiers().contains(JavaModifier.SYNTHETIC)
						&& isCollaborator(root, field.getRawType())) {
					events.add(SimpleConditionEvent.violated(field,
							field.getFullName() + " hands out a collaborator: make it private"));
				}
			}
		});
	}

	private static boolean isGetter(JavaMethod method) {
		return method.getRawParameterTypes().isEmpty() && !method.getModifiers().contains(JavaModifier.PRIVATE)
				&& !method.getModifiers().contains(JavaModifier.STATIC)
				&& method.getCallsFromSelf()
					.stream()
					.allMatch((call) -> CHECKS.contains(call.getTargetOwner().getName()))
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
			.filter((contract) -> !isInServerSupport(root, contract))
			.anyMatch((contract) -> contract.tryGetMethod(method.getName()).isPresent());
	}

	private static ArchCondition<JavaClass> beSmallIfThereIsOneImplementation(String root) {
		return wholeCondition("have few methods if there is one implementation", (all, events) -> {
			for (JavaClass seam : all) {
				if (seam.isInterface() && !seam.isAnnotation() && isInServerSupport(root, seam)
						&& methodsWithInherited(root, seam, all) > Knots.METHODS_OF_A_SEAM
						&& implementations(seam, all) == 1) {
					events.add(SimpleConditionEvent.violated(seam, seam.getName() + " has more than "
							+ Knots.METHODS_OF_A_SEAM + " methods and one implementation, which it only hides"));
				}
			}
		});
	}

	private static long methodsWithInherited(String root, JavaClass seam, Collection<JavaClass> all) {
		return Knots.methods(seam) + seam.getAllRawInterfaces()
			.stream()
			.filter((contract) -> isInServerSupport(root, contract) && implementations(contract, all) == 1)
			.mapToLong(Knots::methods)
			.sum();
	}

	// A base class is not another implementation.
	private static long implementations(JavaClass seam, Collection<JavaClass> all) {
		return all.stream()
			.filter((type) -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT)
					&& type.isAssignableTo(seam.getName()))
			.count();
	}

	private static boolean isInServerSupport(String root, JavaClass type) {
		String support = root + ".server.support";
		return type.getPackageName().equals(support) || type.getPackageName().startsWith(support + ".");
	}

	private static ArchCondition<JavaClass> beNamedByItsMakerAlone(String root) {
		return wholeCondition("be named by its maker alone", (all, events) -> {
			for (JavaClass socket : sockets(root, all)) {
				Set<JavaClass> parts = all.stream()
					.filter((type) -> Knots.outermost(type).equals(Knots.outermost(socket)))
					.collect(Collectors.toSet());
				Set<String> users = parts.stream()
					.flatMap((part) -> part.getDirectDependenciesToSelf().stream())
					.map((dependency) -> dependency.getOriginClass())
					.filter((user) -> !parts.contains(user) && !user.isAssignableTo(socket.getName()))
					.map((user) -> Knots.outermost(user).getName())
					.collect(Collectors.toCollection(TreeSet::new));
				Set<String> makers = socket.getConstructorCallsToSelf()
					.stream()
					.map((call) -> Knots.outermost(call.getOriginOwner()).getName())
					.collect(Collectors.toSet());
				if (users.size() > 1 || !makers.containsAll(users)) {
					events.add(SimpleConditionEvent.violated(socket, socket.getName()
							+ " is named by others than its maker, which need the socket's contract only: " + users));
				}
			}
		});
	}

	private static DescribedPredicate<JavaAccess<?>> blocks() {
		return calls(BLOCKING, "blocks until a publisher ends");
	}

	private static DescribedPredicate<JavaAccess<?>> waits() {
		return calls(WAITING, "makes the thread wait");
	}

	private static DescribedPredicate<JavaAccess<?>> calls(Map<Class<?>, Set<String>> methods, String effect) {
		return DescribedPredicate.describe("the target " + effect,
				(access) -> methods.entrySet()
					.stream()
					.anyMatch((entry) -> entry.getValue().contains(access.getTarget().getName())
							&& access.getTargetOwner().isAssignableTo(entry.getKey())));
	}

	// Clients determine the size of some collections. A set, too, may search the list
	// that is passed to its removeAll.
	private static DescribedPredicate<JavaAccess<?>> searchesLists() {
		return DescribedPredicate.describe("the target may search a list", (access) -> {
			JavaClass owner = access.getTargetOwner();
			String name = access.getTarget().getName();
			if (!(access.getTarget() instanceof CodeUnitAccessTarget target) || !takesAnObject(target)) {
				return false;
			}
			if (name.equals("containsValue")) {
				// Clients do not determine how many nodes Redis has.
				return owner.isAssignableTo(Map.class)
						&& !access.getOriginOwner().getPackageName().endsWith(".adapter.redis");
			}
			return SEARCHES.contains(name) && owner.isAssignableTo(Collection.class)
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
