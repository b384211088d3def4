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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;

/**
 * Groups of classes that all reach one another. Nested classes count as the class around
 * them. Contracts in package {@code server} (interfaces, values and exceptions) may know
 * each other and are left out. An interface of more than four methods with a single
 * implementation counts as one with that implementation, also if that implements it by
 * another interface: such an interface does not remove a knot.
 */
final class Knots {

	/** How many methods an interface with a single implementation may have. */
	static final int METHODS_OF_A_SEAM = 4;

	/**
	 * Contracts that count as classes of their own, by name below the root package. A
	 * socket joins rooms through its adapter, and the adapter calls its sockets: if this
	 * contract counted as the socket's class, both would be in one group.
	 */
	static final Set<String> SEAMS = Set.of("adapter.LocalSocket");

	private final String server;

	private final Set<String> seams;

	private final Map<String, JavaClass> classes = new HashMap<>();

	private final Map<String, String> hidden = new HashMap<>();

	private final Map<String, Set<String>> uses = new LinkedHashMap<>();

	private final Map<String, Integer> index = new HashMap<>();

	private final Map<String, Integer> lowest = new HashMap<>();

	private final Deque<String> path = new ArrayDeque<>();

	private final List<Set<String>> knots = new ArrayList<>();

	private Knots(String root, Collection<JavaClass> classes, Set<String> seams) {
		this.server = root + ".server";
		this.seams = seams.stream().map((name) -> root + "." + name).collect(Collectors.toSet());
		classes.forEach((type) -> this.classes.put(type.getName(), type));
		findHidden();
		classes.forEach(this::addUses);
		this.uses.keySet().forEach((name) -> {
			if (!this.index.containsKey(name)) {
				visit(name);
			}
		});
	}

	/**
	 * Find the knots.
	 * @param root the root package
	 * @param classes the classes below it
	 * @return groups of two and more classes, by name
	 */
	static List<Set<String>> in(String root, Collection<JavaClass> classes) {
		return in(root, classes, SEAMS);
	}

	/**
	 * Find the knots.
	 * @param root the root package
	 * @param classes the classes below it
	 * @param seams names of contracts, below the root package, that count as classes of
	 * their own
	 * @return groups of two and more classes, by name
	 */
	static List<Set<String>> in(String root, Collection<JavaClass> classes, Set<String> seams) {
		return new Knots(root, classes, seams).knots;
	}

	static JavaClass outermost(JavaClass type) {
		JavaClass outermost = type;
		while (outermost.getEnclosingClass().isPresent()) {
			outermost = outermost.getEnclosingClass().get();
		}
		return outermost;
	}

	private void findHidden() {
		Map<String, Set<String>> implementations = new HashMap<>();
		for (JavaClass type : this.classes.values()) {
			if (!type.isInterface()) {
				// Those of a base class are its own, and not another implementation.
				type.getRawInterfaces()
					.stream()
					.flatMap((contract) -> Stream.concat(Stream.of(contract), contract.getAllRawInterfaces().stream()))
					.forEach((contract) -> implementations
						.computeIfAbsent(contract.getName(), (name) -> new LinkedHashSet<>())
						.add(outermost(type).getName()));
			}
		}
		for (JavaClass type : this.classes.values()) {
			Set<String> known = implementations.getOrDefault(type.getName(), Set.of());
			if (type.isInterface() && type.getEnclosingClass().isEmpty() && known.size() == 1
					&& !type.getPackageName().equals(this.server) && !this.seams.contains(type.getName())
					&& methods(type) > METHODS_OF_A_SEAM) {
				this.hidden.put(type.getName(), known.iterator().next());
			}
		}
	}

	static long methods(JavaClass type) {
		return type.getMethods()
			.stream()
			.filter((method) -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
			.map(JavaMethod::getName)
			.filter((name) -> !name.startsWith("lambda$"))
			.count();
	}

	private void addUses(JavaClass type) {
		String origin = node(type);
		if (isContract(origin)) {
			return;
		}
		Set<String> used = this.uses.computeIfAbsent(origin, (name) -> new LinkedHashSet<>());
		for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
			if (this.classes.containsKey(dependency.getTargetClass().getName())) {
				String target = node(dependency.getTargetClass());
				if (!target.equals(origin) && !isContract(target)) {
					used.add(target);
				}
			}
		}
	}

	private String node(JavaClass type) {
		String name = outermost(type).getName();
		return this.hidden.getOrDefault(name, name);
	}

	private boolean isContract(String name) {
		JavaClass type = this.classes.get(name);
		return type != null && type.getPackageName().equals(this.server)
				&& (type.isInterface() || type.isRecord() || type.isEnum() || type.isAssignableTo(Exception.class));
	}

	/**
	 * Tarjan's algorithm for strongly connected components.
	 * @param name the class to visit
	 */
	private void visit(String name) {
		this.index.put(name, this.index.size());
		this.lowest.put(name, this.index.get(name));
		this.path.push(name);
		for (String used : this.uses.getOrDefault(name, Set.of())) {
			if (!this.index.containsKey(used)) {
				visit(used);
				this.lowest.merge(name, this.lowest.get(used), Math::min);
			}
			else if (this.path.contains(used)) {
				this.lowest.merge(name, this.index.get(used), Math::min);
			}
		}
		if (this.lowest.get(name).equals(this.index.get(name))) {
			Set<String> knot = new TreeSet<>();
			String member;
			do {
				member = this.path.pop();
				knot.add(member);
			}
			while (!member.equals(name));
			if (knot.size() > 1) {
				this.knots.add(knot);
			}
		}
	}

}
