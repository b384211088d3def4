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
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.handler.ResultSubscriber;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventRate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Handles events by calling one method.
 */
class AnnotatedEventHandler implements EventHandler {

	private static final Object[] NO_ARGUMENTS = {};

	private final InvocableEventHandlerMethod method;

	private final HandlerErrors errors;

	private final boolean ordered;

	private final List<EventRate> rates;

	private final boolean acknowledges;

	private final boolean acknowledgesNothing;

	/**
	 * Create a handler.
	 * @param method the method
	 * @param kind what kind of handler it is
	 * @param errors what happens to its errors
	 * @param ordered whether the socket's next event waits
	 * @param rates how often a socket may have it called
	 */
	AnnotatedEventHandler(InvocableEventHandlerMethod method, HandlerKind kind, HandlerErrors errors, boolean ordered,
			List<EventRate> rates) {
		this.method = method;
		this.errors = errors;
		this.ordered = ordered;
		this.rates = rates;
		this.acknowledges = HandlerErrors.takesAck(method);
		this.acknowledgesNothing = kind == HandlerKind.ANY_EVENT;
	}

	@Override
	public Object readArguments(EventArguments arguments) {
		try {
			return this.method.readArguments(arguments);
		}
		catch (PacketFormatException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	@Override
	public void handle(EventInvocation invocation) {
		if (invocation.arguments() instanceof Throwable error) {
			this.errors.handle(invocation, error);
			return;
		}
		Executor executor = this.method.getExecutor();
		if (executor == null) {
			call(invocation);
			return;
		}
		try {
			executor.execute(() -> call(invocation));
		}
		catch (RejectedExecutionException ex) {
			this.errors.handle(invocation, ex);
		}
	}

	@Override
	public List<EventRate> rates() {
		return this.rates;
	}

	@Override
	public boolean isOrdered() {
		return this.ordered;
	}

	private void call(EventInvocation invocation) {
		Object value;
		try {
			@Nullable Object[] arguments = (@Nullable Object[]) invocation.arguments();
			Assert.state(arguments != null, "No arguments");
			value = this.method.call(arguments, HandlerCall.of(invocation));
			Mono<?> result = this.method.toMono(value);
			if (result != null) {
				result.subscribe(new Result(invocation));
				return;
			}
		}
		catch (Throwable ex) {
			this.errors.handle(invocation, ex);
			return;
		}
		complete(invocation, value);
	}

	private void complete(EventInvocation invocation, @Nullable Object value) {
		if (this.acknowledges || (value == null && this.acknowledgesNothing)) {
			invocation.complete();
			return;
		}
		try {
			invocation.complete((value != null) ? new Object[] { value } : NO_ARGUMENTS);
		}
		catch (RuntimeException ex) {
			// The value cannot be sent.
			this.errors.handle(invocation, ex);
		}
	}

	@Override
	public String toString() {
		return this.method.toString();
	}

	/**
	 * Waits for what the method returned.
	 */
	private final class Result extends ResultSubscriber {

		private final EventInvocation invocation;

		Result(EventInvocation invocation) {
			super(invocation.socket());
			this.invocation = invocation;
		}

		@Override
		protected void completed(@Nullable Object value) {
			complete(this.invocation, value);
		}

		@Override
		protected void failed(Throwable error) {
			AnnotatedEventHandler.this.errors.handle(this.invocation, error);
		}

	}

}
