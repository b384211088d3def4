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

import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.convert.ConversionService;
import org.springframework.validation.Validator;

/**
 * Which parameters the handler methods of each kind may have.
 */
class ArgumentResolvers {

	private final AnnotatedHandlerOptions options;

	ArgumentResolvers(AnnotatedHandlerOptions options) {
		this.options = options;
	}

	/**
	 * List the resolvers for the methods of one kind.
	 * @param kind the kind
	 * @param path the path of the methods' namespace, {@code null} when they serve all
	 * @return the resolvers, to be asked in this order
	 */
	List<HandlerMethodArgumentResolver> of(HandlerKind kind, @Nullable String path) {
		JsonMapper mapper = this.options.jsonMapper();
		Validator validator = this.options.validator();
		ConversionService conversion = this.options.conversionService();
		List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();
		// Marked with an annotation of ours
		resolvers.add(new AuthPayloadArgumentResolver(mapper, validator));
		resolvers.add(new HandshakeHeaderArgumentResolver(conversion));
		resolvers.add(new HandshakeParamArgumentResolver(conversion));
		resolvers.add(new NamespaceVariableArgumentResolver(path, conversion));
		resolvers.add(new SocketAttributeArgumentResolver(conversion));
		if (kind.hasEvent()) {
			resolvers.add(new EventNameArgumentResolver());
		}
		// What the application knows better
		resolvers.addAll(this.options.argumentResolvers());
		// Known by their type
		resolvers.add(new SocketArgumentResolver());
		resolvers.add(new NamespaceArgumentResolver());
		resolvers.add(new ServerArgumentResolver(this.options.server()));
		resolvers.add(new HandshakeArgumentResolver());
		resolvers.add(new PrincipalArgumentResolver());
		resolvers.add(new LocaleArgumentResolver());
		resolvers.add(new ContinuationArgumentResolver());
		if (kind.hasEvent()) {
			resolvers.add(new AckArgumentResolver());
		}
		if (kind.hasReason()) {
			resolvers.add(new DisconnectReasonArgumentResolver());
			resolvers.add(new DisconnectDetailsArgumentResolver());
		}
		if (kind == HandlerKind.EXCEPTION) {
			resolvers.add(new ExceptionArgumentResolver());
		}
		// What is left is sent by the client
		if (kind.isEvent()) {
			resolvers.add(new EventDataArgumentResolver(mapper));
			resolvers.add(new RemainingArgumentsResolver(mapper, kind == HandlerKind.ANY_EVENT));
			resolvers.add(new PayloadArgumentResolver(mapper, validator));
		}
		resolvers.add((parameter) -> {
			throw new IllegalStateException(kind.refusal());
		});
		return resolvers;
	}

}
