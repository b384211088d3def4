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

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.socketiospring.handler.ExecutionPolicy;
import io.github.socketiospring.handler.HandlerExecution;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.handler.HandlerMethodCheck;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;

/**
 * Options for annotated handler methods. Immutable.
 *
 * @since 0.1.0
 */
public final class AnnotatedHandlerOptions {

	private final Supplier<SocketIOServer> server;

	private final JsonMapper jsonMapper;

	private final ErrorAckMapper errorAckMapper;

	private final ExecutionPolicy executionPolicy;

	private final boolean ordered;

	private final int maxResults;

	private final @Nullable Validator validator;

	private final ConversionService conversionService;

	private final List<HandlerMethodArgumentResolver> argumentResolvers;

	private final List<HandlerMethodCheck> methodChecks;

	private AnnotatedHandlerOptions(Builder builder) {
		this.server = builder.server;
		this.jsonMapper = ReceivedValues.mapper(builder.jsonMapper);
		this.errorAckMapper = builder.errorAckMapper;
		this.executionPolicy = new ExecutionPolicy(builder.execution, builder.executor);
		this.ordered = builder.ordered;
		this.maxResults = builder.maxResults;
		this.validator = builder.validator;
		this.conversionService = builder.conversionService;
		this.argumentResolvers = builder.argumentResolvers;
		this.methodChecks = builder.methodChecks;
	}

	/**
	 * Create a builder.
	 * @param server supplies the server once all beans exist
	 * @param jsonMapper converts event arguments
	 * @param errorAckMapper creates the answer to an error if no exception handler
	 * returns one
	 * @param executor runs the methods that may block
	 * @return a builder with defaults for everything else
	 */
	public static Builder builder(Supplier<SocketIOServer> server, JsonMapper jsonMapper, ErrorAckMapper errorAckMapper,
			Executor executor) {
		return new Builder(server, jsonMapper, errorAckMapper, executor);
	}

	Supplier<SocketIOServer> server() {
		return this.server;
	}

	JsonMapper jsonMapper() {
		return this.jsonMapper;
	}

	ErrorAckMapper errorAckMapper() {
		return this.errorAckMapper;
	}

	ExecutionPolicy executionPolicy() {
		return this.executionPolicy;
	}

	boolean isOrdered() {
		return this.ordered;
	}

	int maxResults() {
		return this.maxResults;
	}

	@Nullable Validator validator() {
		return this.validator;
	}

	ConversionService conversionService() {
		return this.conversionService;
	}

	List<HandlerMethodArgumentResolver> argumentResolvers() {
		return this.argumentResolvers;
	}

	List<HandlerMethodCheck> methodChecks() {
		return this.methodChecks;
	}

	/**
	 * Builds {@link AnnotatedHandlerOptions}.
	 */
	public static final class Builder {

		private final Supplier<SocketIOServer> server;

		private final JsonMapper jsonMapper;

		private final ErrorAckMapper errorAckMapper;

		private final Executor executor;

		private HandlerExecution execution = HandlerExecution.AUTO;

		private boolean ordered = true;

		private int maxResults = 10_000;

		private @Nullable Validator validator;

		private ConversionService conversionService = DefaultConversionService.getSharedInstance();

		private List<HandlerMethodArgumentResolver> argumentResolvers = List.of();

		private List<HandlerMethodCheck> methodChecks = List.of();

		private Builder(Supplier<SocketIOServer> server, JsonMapper jsonMapper, ErrorAckMapper errorAckMapper,
				Executor executor) {
			Assert.notNull(server, "'server' must not be null");
			Assert.notNull(jsonMapper, "'jsonMapper' must not be null");
			Assert.notNull(errorAckMapper, "'errorAckMapper' must not be null");
			Assert.notNull(executor, "'executor' must not be null");
			this.server = server;
			this.jsonMapper = jsonMapper;
			this.errorAckMapper = errorAckMapper;
			this.executor = executor;
		}

		/**
		 * Set where methods run.
		 * @param execution the rule, by default {@link HandlerExecution#AUTO}
		 * @return this builder
		 */
		public Builder execution(HandlerExecution execution) {
			this.execution = execution;
			return this;
		}

		/**
		 * Set whether the events of one socket are handled one after another, unless the
		 * annotation of the method says otherwise.
		 * @param ordered {@code true} to keep the order, the default
		 * @return this builder
		 */
		public Builder ordered(boolean ordered) {
			this.ordered = ordered;
			return this;
		}

		/**
		 * Set how many values of a returned publisher are collected for the
		 * acknowledgement.
		 * @param maxResults the maximum, by default 10,000; more values are an error
		 * @return this builder
		 */
		public Builder maxResults(int maxResults) {
			this.maxResults = maxResults;
			return this;
		}

		/**
		 * Set the validator for arguments marked with {@code @Valid} or
		 * {@code @Validated}.
		 * @param validator the validator, {@code null} if the application has none
		 * @return this builder
		 */
		public Builder validator(@Nullable Validator validator) {
			this.validator = validator;
			return this;
		}

		/**
		 * Set the converter for headers, query parameters, namespace variables and
		 * attributes.
		 * @param conversionService the service, by default the shared one of spring-core
		 * @return this builder
		 */
		public Builder conversionService(ConversionService conversionService) {
			this.conversionService = conversionService;
			return this;
		}

		/**
		 * Set the application's own argument resolvers. They are called for parameters
		 * without an annotation of this library, before the type of the parameter is
		 * considered.
		 * @param argumentResolvers the resolvers, in order
		 * @return this builder
		 */
		public Builder argumentResolvers(List<? extends HandlerMethodArgumentResolver> argumentResolvers) {
			this.argumentResolvers = List.copyOf(argumentResolvers);
			return this;
		}

		/**
		 * Set the checks of handler methods, which are made when the methods are found.
		 * @param methodChecks the checks, by default none
		 * @return this builder
		 */
		public Builder methodChecks(List<? extends HandlerMethodCheck> methodChecks) {
			this.methodChecks = List.copyOf(methodChecks);
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public AnnotatedHandlerOptions build() {
			return new AnnotatedHandlerOptions(this);
		}

	}

}
