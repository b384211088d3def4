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

package io.github.socketiospring.handler;

import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.server.EventArguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;

/**
 * A handler method with the sources of its arguments and the thread on which it runs. The
 * arguments of an event are read first, by {@link #readArguments}; a
 * {@link HandlerInvocation} adds the others when it calls the method.
 *
 * @since 0.1.0
 */
public final class InvocableEventHandlerMethod extends EventHandlerMethod {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final @Nullable EventArgument[] eventArguments;

	private final @Nullable CallArgument[] callArguments;

	private final @Nullable ArgumentsCheck check;

	private final @Nullable Executor executor;

	private final int maxResults;

	/**
	 * Create a handler method, and select how its arguments are supplied.
	 * @param method the method and its bean
	 * @param resolvers called in this order
	 * @param check checks the arguments together, {@code null} if they need no check
	 * @param executor the executor for the method, {@code null} for the calling thread
	 * @param maxResults the maximum number of values of a returned publisher; more are an
	 * error
	 * @throws IllegalStateException if no argument can be supplied for one of the
	 * parameters
	 */
	public InvocableEventHandlerMethod(EventHandlerMethod method, List<HandlerMethodArgumentResolver> resolvers,
			@Nullable ArgumentsCheck check, @Nullable Executor executor, int maxResults) {
		super(method);
		MethodParameter[] parameters = getMethodParameters();
		this.eventArguments = new EventArgument[parameters.length];
		this.callArguments = new CallArgument[parameters.length];
		this.check = check;
		this.executor = executor;
		this.maxResults = maxResults;
		chooseArguments(parameters, resolvers);
	}

	private void chooseArguments(MethodParameter[] parameters, List<HandlerMethodArgumentResolver> resolvers) {
		boolean nothingLeft = false;
		for (int i = 0; i < parameters.length; i++) {
			MethodParameter parameter = parameters[i];
			parameter.initParameterNameDiscovery(NAMES);
			HandlerMethodArgument argument = chooseArgument(parameter, resolvers);
			if (argument instanceof EventArgument eventArgument) {
				if (nothingLeft) {
					throw impossible(parameter,
							"has no event arguments left, since a parameter before it takes all of them: "
									+ "make that parameter the last");
				}
				nothingLeft = eventArgument.takesRest();
				this.eventArguments[i] = eventArgument;
			}
			else if (argument instanceof CallArgument callArgument) {
				this.callArguments[i] = callArgument;
			}
			else {
				throw impossible(parameter, "is of no supported kind");
			}
		}
	}

	private @Nullable HandlerMethodArgument chooseArgument(MethodParameter parameter,
			List<HandlerMethodArgumentResolver> resolvers) {
		for (HandlerMethodArgumentResolver resolver : resolvers) {
			try {
				HandlerMethodArgument argument = resolver.resolve(parameter);
				if (argument != null) {
					return argument;
				}
			}
			catch (IllegalStateException ex) {
				throw impossible(parameter, ex.getMessage());
			}
		}
		return null;
	}

	private IllegalStateException impossible(MethodParameter parameter, @Nullable String problem) {
		String name = (parameter.getParameterName() != null) ? " " + parameter.getParameterName() : "";
		return new IllegalStateException("Parameter " + parameter.getParameterIndex() + " ("
				+ parameter.getParameterType().getSimpleName() + name + ") of " + this + " " + problem);
	}

	/**
	 * The executor for the method.
	 * @return the executor, {@code null} for the calling thread
	 */
	@Nullable Executor executor() {
		return this.executor;
	}

	/**
	 * Read the event arguments of this method, on the connection's inbound thread.
	 * @param arguments the event's arguments
	 * @return an array for {@link HandlerInvocation}, with gaps for the other arguments
	 */
	public @Nullable Object[] readArguments(EventArguments arguments) {
		@Nullable Object[] values = new Object[this.eventArguments.length];
		int position = 0;
		for (int i = 0; i < values.length; i++) {
			EventArgument argument = this.eventArguments[i];
			if (argument != null) {
				values[i] = argument.read(arguments, position++);
			}
		}
		return values;
	}

	/**
	 * Check the event arguments, add the others, check all of them together, and call the
	 * method on this thread.
	 * @param values what {@link #readArguments} returned; the gaps are filled here
	 * @param call the context of the call
	 * @return what the method returned, see {@link #result}
	 * @throws Throwable if the method throws it, or if an argument is refused with it
	 */
	@Nullable Object call(@Nullable Object[] values, HandlerCall call) throws Throwable {
		int position = 0;
		for (int i = 0; i < values.length; i++) {
			EventArgument eventArgument = this.eventArguments[i];
			if (eventArgument != null) {
				eventArgument.check(values[i], position++, call);
				continue;
			}
			CallArgument callArgument = this.callArguments[i];
			if (callArgument != null) {
				values[i] = callArgument.get(call);
			}
		}
		Object bean = bean();
		if (this.check != null) {
			this.check.check(bean, values, call);
		}
		return invoke(bean, values);
	}

	/**
	 * Convert a return value to the publisher of its result.
	 * @param value what the method returned
	 * @return emits the result, a list if there may be several values; {@code null} if
	 * the value itself is the result
	 */
	@Nullable Mono<?> result(@Nullable Object value) {
		return toMono(value, this.maxResults);
	}

}
