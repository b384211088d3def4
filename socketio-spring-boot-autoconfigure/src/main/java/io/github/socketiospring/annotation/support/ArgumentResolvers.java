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

package io.github.socketiospring.annotation.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Lists the argument resolvers for each kind of handler method.
 */
class ArgumentResolvers {

	private final AnnotatedHandlerOptions options;

	private final PayloadCheck check;

	/**
	 * Create the list of resolvers.
	 * @param options the options for handler methods
	 * @param beans whether there is a bean of a type
	 */
	ArgumentResolvers(AnnotatedHandlerOptions options, Predicate<Class<?>> beans) {
		this.options = options;
		this.check = new PayloadCheck(options.jsonMapper(), beans);
	}

	/**
	 * List the resolvers for a method.
	 * @param kind the kind of the method
	 * @param socket whether it is called for a socket
	 * @param path the path of its namespace, {@code null} if it serves all
	 * @param constraints validates all its arguments together, {@code null} if nothing
	 * does
	 * @return the resolvers, in the order in which they are called
	 */
	List<HandlerMethodArgumentResolver> of(HandlerKind kind, boolean socket, @Nullable String path,
			@Nullable MethodConstraints constraints) {
		JsonMapper mapper = this.options.jsonMapper();
		ArgumentValidators validators = new ArgumentValidators(this.options.validator(), constraints);
		List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();
		HandlerMethodArgumentResolver rest = new RemainingArgumentsResolver(this.check, validators,
				kind == HandlerKind.ANY_EVENT);
		HandlerMethodArgumentResolver payload = new PayloadArgumentResolver(this.check, validators);
		resolvers.add((parameter) -> {
			ParameterAnnotations.checkOneSource(parameter);
			return null;
		});
		// Parameters with an annotation of this library
		if (kind.isEvent()) {
			resolvers.add(marked(rest));
			resolvers.add(marked(payload));
		}
		if (socket) {
			resolvers.add(new AuthPayloadArgumentResolver(mapper, this.check, validators));
		}
		resolvers.add(new NamedValueArgumentResolver(path, socket, this.options.conversionService()));
		if (kind.hasEvent()) {
			resolvers.add(new EventNameArgumentResolver());
		}
		// The application's own resolvers
		for (HandlerMethodArgumentResolver resolver : this.options.argumentResolvers()) {
			resolvers.add((socket || !resolver.needsSocket()) ? resolver : refused(resolver, kind));
		}
		// Annotations that refer to an unknown source
		resolvers.add(new ParameterAnnotations(kind));
		// Types that identify the source
		resolvers.add(new KnownTypeArgumentResolver(kind, socket, this.options.server()));
		HandlerMethodArgumentResolver principal = new PrincipalArgumentResolver();
		resolvers.add(socket ? principal : refused(principal, kind));
		resolvers.add(new ContinuationArgumentResolver());
		if (kind == HandlerKind.EXCEPTION) {
			resolvers.add(new ExceptionArgumentResolver());
		}
		// All others are sent by the client
		if (kind.isEvent()) {
			resolvers.add(new EventDataArgumentResolver(mapper));
			resolvers.add(rest);
			resolvers.add(payload);
		}
		resolvers.add((parameter) -> {
			throw new IllegalStateException(kind.refusal());
		});
		return resolvers;
	}

	/**
	 * Refuse what a resolver supports, instead of leaving it to those for event
	 * arguments: other servers must not be able to supply it.
	 * @param resolver a resolver that needs a socket
	 * @param kind the kind of methods, for the message
	 * @return a resolver that supports nothing
	 */
	private static HandlerMethodArgumentResolver refused(HandlerMethodArgumentResolver resolver, HandlerKind kind) {
		return (parameter) -> {
			Assert.state(resolver.resolve(parameter) == null, kind::refusal);
			return null;
		};
	}

	private static HandlerMethodArgumentResolver marked(HandlerMethodArgumentResolver resolver) {
		return (parameter) -> ParameterAnnotations.isEventPayload(parameter) ? resolver.resolve(parameter) : null;
	}

}
