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
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.server.AccessRules.NamespaceRules;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.util.Assert;

/**
 * The rules of one namespace while {@link SocketIOAuthorization} is being built. The
 * first rule whose pattern matches decides.
 *
 * @since 0.1.0
 */
public final class NamespaceAuthorization {

	private final NamePattern pattern;

	private final AuthorizationManagerFactory<Object> managers;

	private final @Nullable BeanResolver beans;

	private @Nullable AccessDecision connect;

	private final List<NamedDecision> events = new ArrayList<>();

	private final List<NamedDecision> rooms = new ArrayList<>();

	/** The rule that has no decision yet, {@code null} for none. */
	private @Nullable String incomplete;

	NamespaceAuthorization(NamePattern pattern, AuthorizationManagerFactory<Object> managers,
			@Nullable BeanResolver beans) {
		this.pattern = pattern;
		this.managers = managers;
		this.beans = beans;
	}

	/**
	 * Add the rule of who may connect. It is evaluated after middleware and the
	 * authentication of CONNECT, and before {@code @OnConnect}. A denied client gets
	 * CONNECT_ERROR.
	 * @return sets which clients may
	 */
	public Access connect() {
		Assert.state(this.connect == null, "connect() has a rule already");
		return access("connect()", (decision) -> this.connect = decision);
	}

	/**
	 * Add a rule for events.
	 * @param patterns the names, or patterns such as {@code chat:*}; may not be empty
	 * @return sets which clients may send them
	 */
	public Access events(String... patterns) {
		return named("events", this.events, patterns);
	}

	/**
	 * Add the rule for all other events. To be called after {@link #events}.
	 * @return sets which clients may send them
	 */
	public Access anyEvent() {
		return access("anyEvent()", (decision) -> this.events.add(new NamedDecision(NamePattern.ANY, decision)));
	}

	/**
	 * Add a rule for rooms that {@link SocketIOSocket#join} may add the client's socket
	 * to. The method throws an exception if it is denied, which fails the event of the
	 * handler that calls it.
	 * @param patterns the names, or patterns such as <code>table-{id}</code>; may not be
	 * empty
	 * @return sets which clients may join; not by {@link Access#accessReactive}, since
	 * joining does not wait
	 */
	public Access rooms(String... patterns) {
		return named("rooms", this.rooms, patterns);
	}

	/**
	 * Add the rule for all other rooms. To be called after {@link #rooms}.
	 * @return sets which clients may join
	 */
	public Access anyRoom() {
		return access("anyRoom()", (decision) -> this.rooms.add(new NamedDecision(NamePattern.ANY, decision)));
	}

	private Access named(String kind, List<NamedDecision> decisions, String... patterns) {
		Assert.notEmpty(patterns, () -> kind + "() needs a name or a pattern");
		Assert.state(decisions.stream().noneMatch((before) -> before.pattern() == NamePattern.ANY),
				() -> kind + "() cannot follow the rule for all others");
		return access(kind + "(" + String.join(", ", patterns) + ")", (decision) -> Arrays.stream(patterns)
			.forEach((name) -> decisions.add(new NamedDecision(new NamePattern(name), decision))));
	}

	private Access access(String rule, Consumer<AccessDecision> target) {
		complete();
		this.incomplete = rule;
		return new Access(target);
	}

	NamePattern pattern() {
		return this.pattern;
	}

	void complete() {
		Assert.state(this.incomplete == null, () -> this.incomplete + " has no rule: add authenticated() or the like");
	}

	/**
	 * Resolve the rules for a namespace.
	 * @param namespace a name that matches
	 * @return the rules, which later changes do not affect
	 */
	NamespaceRules of(String namespace) {
		return new SocketAccess(this.connect, List.copyOf(this.events), List.copyOf(this.rooms),
				this.pattern.variables(namespace));
	}

	/**
	 * The clients that a rule permits.
	 *
	 * @since 0.1.0
	 */
	public final class Access {

		private final Consumer<AccessDecision> target;

		Access(Consumer<AccessDecision> target) {
			this.target = target;
		}

		/**
		 * Permit all clients, including those that are not authenticated.
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization permitAll() {
			return immediate(NamespaceAuthorization.this.managers.permitAll());
		}

		/**
		 * Deny all clients.
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization denyAll() {
			return immediate(NamespaceAuthorization.this.managers.denyAll());
		}

		/**
		 * Permit clients that have been authenticated.
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization authenticated() {
			return immediate(NamespaceAuthorization.this.managers.authenticated());
		}

		/**
		 * Permit clients that have a role.
		 * @param role the role without its prefix, such as {@code ADMIN}
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization hasRole(String role) {
			return immediate(NamespaceAuthorization.this.managers.hasRole(role));
		}

		/**
		 * Permit clients that have one of several roles.
		 * @param roles the roles without their prefix
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization hasAnyRole(String... roles) {
			return immediate(NamespaceAuthorization.this.managers.hasAnyRole(roles));
		}

		/**
		 * Permit clients that have an authority.
		 * @param authority the authority, such as {@code SCOPE_chat}
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization hasAuthority(String authority) {
			return immediate(NamespaceAuthorization.this.managers.hasAuthority(authority));
		}

		/**
		 * Permit clients that have one of several authorities.
		 * @param authorities the authorities, one of which suffices
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization hasAnyAuthority(String... authorities) {
			return immediate(NamespaceAuthorization.this.managers.hasAnyAuthority(authorities));
		}

		/**
		 * Permit clients for which an expression is true. It can use the functions of
		 * Spring Security, {@code authentication}, {@code principal}, {@code namespace},
		 * {@code event}, {@code room}, beans such as {@code @tables}, variables of
		 * patterns such as {@code #id}, and {@code arguments} of the event as maps,
		 * lists, texts, numbers and so on. Must not block. An expression that cannot be
		 * evaluated, for example because an argument is missing, is false.
		 * @param expression an expression of the Spring Expression Language
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization access(String expression) {
			ExpressionAuthorization manager = new ExpressionAuthorization(expression,
					NamespaceAuthorization.this.managers, NamespaceAuthorization.this.beans);
			return set(AccessDecision.of(manager, !manager.readsArguments()));
		}

		/**
		 * Permit clients to which a manager grants access. It decides on an event in its
		 * turn, with its arguments.
		 * @param manager decides at once; must not block; {@code null} denies
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization access(AuthorizationManager<? super SocketAuthorizationContext> manager) {
			return set(AccessDecision.of(manager, false));
		}

		/**
		 * Permit clients to which a reactive manager grants access. The client's later
		 * events wait for the decision.
		 * @param manager decides asynchronously; an empty result denies
		 * @return the rules of the namespace
		 */
		public NamespaceAuthorization accessReactive(
				ReactiveAuthorizationManager<? super SocketAuthorizationContext> manager) {
			String rule = String.valueOf(NamespaceAuthorization.this.incomplete);
			Assert.state(!rule.startsWith("rooms") && !rule.startsWith("anyRoom"),
					() -> rule + " needs a rule that decides at once: joining a room does not wait");
			return set(AccessDecision.of(manager));
		}

		private NamespaceAuthorization immediate(AuthorizationManager<Object> manager) {
			return set(AccessDecision.of(manager, true));
		}

		private NamespaceAuthorization set(AccessDecision decision) {
			this.target.accept(decision);
			NamespaceAuthorization.this.incomplete = null;
			return NamespaceAuthorization.this;
		}

	}

}
