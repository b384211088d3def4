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

package io.github.socketiospring.security;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.server.AccessRules;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.util.Assert;

/**
 * Rules for what clients may do, in one place: connect to namespaces, send events, join
 * rooms. They apply to every kind of handler, and a bean of this type is enough.
 * Everything without a rule is denied, whether it has a handler or not.
 *
 * <pre class="code">
 * &#064;Bean
 * SocketIOAuthorization rules(SocketIOAuthorization.Builder rules) {
 *     return rules
 *         .namespace("/staff", (staff) -&gt; staff.connect().hasRole("STAFF").anyEvent().permitAll())
 *         .anyNamespace((any) -&gt; any.connect().authenticated()
 *             .events("say", "typing").authenticated()
 *             .events("remove").access("hasRole('MODERATOR') or arguments[0].author == authentication.name")
 *             .rooms("table-{table}").access("&#064;tables.isOpen(#table)"))
 *         .build();
 * }
 * </pre>
 *
 * The first namespace whose pattern matches supplies the rules, and the first of these
 * whose pattern matches decides. Patterns are those of
 * {@link org.springframework.util.AntPathMatcher}. The client is the socket's
 * {@link SocketIOSocket#principal() principal}; where that is not an
 * {@code Authentication}, it is anonymous.
 * <p>
 * Immutable.
 *
 * @since 0.1.0
 */
public final class SocketIOAuthorization implements AccessRules {

	private final List<NamespaceAuthorization> namespaces;

	private SocketIOAuthorization(List<NamespaceAuthorization> namespaces) {
		this.namespaces = namespaces;
	}

	/**
	 * Create a builder with the defaults of Spring Security. In an application with
	 * Spring Boot, inject one instead: it uses the application's role hierarchy and
	 * prefix of roles, allows for the namespace of the Admin UI, and its expressions can
	 * use beans.
	 * @return a new builder
	 */
	public static Builder builder() {
		return builder(new DefaultAuthorizationManagerFactory<>(), null);
	}

	/**
	 * Create a builder.
	 * @param managers creates the managers behind {@code hasRole} and the like, in rules
	 * and in expressions
	 * @param beans finds the beans that expressions use, {@code null} for none
	 * @return a new builder
	 */
	public static Builder builder(AuthorizationManagerFactory<Object> managers, @Nullable BeanResolver beans) {
		return new Builder(managers, beans);
	}

	@Override
	public NamespaceRules of(String namespace) {
		return this.namespaces.stream()
			.filter((rules) -> rules.pattern().matches(namespace))
			.findFirst()
			.map((rules) -> rules.of(namespace))
			.orElse(SocketAccess.NONE);
	}

	/**
	 * Builds {@link SocketIOAuthorization}.
	 */
	public static final class Builder {

		private final AuthorizationManagerFactory<Object> managers;

		private final @Nullable BeanResolver beans;

		private final List<NamespaceAuthorization> namespaces = new ArrayList<>();

		private final List<NamespaceAuthorization> guarded = new ArrayList<>();

		private Builder(AuthorizationManagerFactory<Object> managers, @Nullable BeanResolver beans) {
			this.managers = managers;
			this.beans = beans;
		}

		/**
		 * Add the rules of a namespace.
		 * @param pattern the name, or a pattern such as <code>/tenant-{id}</code> or
		 * {@code /staff/**}
		 * @param rules adds the rules; everything without a rule is denied
		 * @return this builder
		 */
		public Builder namespace(String pattern, Consumer<NamespaceAuthorization> rules) {
			Assert.isTrue(pattern.startsWith("/"), () -> "The pattern of a namespace starts with '/': " + pattern);
			return add(new NamePattern(pattern), rules);
		}

		/**
		 * Add the rules of all other namespaces. Call this last.
		 * @param rules adds the rules; everything without a rule is denied
		 * @return this builder
		 */
		public Builder anyNamespace(Consumer<NamespaceAuthorization> rules) {
			return add(NamePattern.ANY, rules);
		}

		/**
		 * Leave a namespace to its own guard, as for the namespace of the Admin UI: a
		 * client that the guard accepts may do everything there. This applies unless a
		 * pattern of {@link #namespace} matches the name, and takes precedence over
		 * {@link #anyNamespace}. The builder that Spring Boot injects has already done
		 * this for the Admin UI.
		 * @param name the name of the namespace
		 * @return this builder
		 */
		public Builder guardedNamespace(String name) {
			this.guarded.add(rules(new NamePattern(name, true),
					(all) -> all.connect().permitAll().anyEvent().permitAll().anyRoom().permitAll()));
			return this;
		}

		private Builder add(NamePattern pattern, Consumer<NamespaceAuthorization> rules) {
			Assert.state(!endsWithAny(), "No rules can follow those of anyNamespace()");
			this.namespaces.add(rules(pattern, rules));
			return this;
		}

		private NamespaceAuthorization rules(NamePattern pattern, Consumer<NamespaceAuthorization> rules) {
			NamespaceAuthorization added = new NamespaceAuthorization(pattern, this.managers, this.beans);
			rules.accept(added);
			added.complete();
			return added;
		}

		private boolean endsWithAny() {
			int size = this.namespaces.size();
			return size > 0 && this.namespaces.get(size - 1).pattern() == NamePattern.ANY;
		}

		/**
		 * Build the rules.
		 * @return immutable rules
		 */
		public SocketIOAuthorization build() {
			List<NamespaceAuthorization> all = new ArrayList<>(this.namespaces);
			all.addAll(endsWithAny() ? all.size() - 1 : all.size(), this.guarded);
			return new SocketIOAuthorization(List.copyOf(all));
		}

	}

}
