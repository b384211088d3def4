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

import java.time.Duration;
import java.util.List;

import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventRate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Calls one method of a bean for an event.
 */
class AnnotatedEventHandler implements EventHandler {

	private static final Object[] NO_ARGUMENTS = {};

	private final InvocableEventHandlerMethod method;

	private final HandlerErrors errors;

	private final boolean ordered;

	private final List<EventRate> rates;

	private final @Nullable Duration timeout;

	private final boolean acknowledges;

	private final boolean anyEvent;

	/**
	 * Create a handler.
	 * @param method the method to call for an event
	 * @param kind the kind of the method
	 * @param errors handles the errors of the method
	 * @param ordered whether the socket's next event waits until this one has been
	 * handled
	 * @param rates limit how often it is called for a connection
	 * @param timeout how long it may take, {@code null} if its annotation does not say
	 */
	AnnotatedEventHandler(InvocableEventHandlerMethod method, HandlerKind kind, HandlerErrors errors, boolean ordered,
			List<EventRate> rates, @Nullable Duration timeout) {
		this.method = method;
		this.errors = errors;
		this.ordered = ordered;
		this.rates = rates;
		this.timeout = timeout;
		this.acknowledges = HandlerErrors.takesAck(method);
		this.anyEvent = kind == HandlerKind.ANY_EVENT;
	}

	@Override
	public Object readArguments(EventArguments arguments) {
		try {
			return this.method.readArguments(arguments);
		}
		catch (PacketFormatException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// Includes an Error, for example from a record's constructor.
			return ex;
		}
	}

	@Override
	public void handle(EventInvocation invocation) {
		Object arguments = invocation.arguments();
		Assert.state(arguments != null, "No arguments");
		if (arguments instanceof Throwable error) {
			this.errors.handle(invocation, error);
		}
		else {
			new Invocation((@Nullable Object[]) arguments, invocation).begin();
		}
	}

	@Override
	public List<EventRate> rates() {
		return this.rates;
	}

	@Override
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	@Override
	public boolean isNamed() {
		return !this.anyEvent;
	}

	@Override
	public boolean isOrdered() {
		return this.ordered;
	}

	@Override
	public String toString() {
		return this.method.toString();
	}

	/**
	 * Ends the event with the result of the method.
	 */
	private final class Invocation extends EventMethodInvocation {

		Invocation(@Nullable Object[] arguments, EventInvocation invocation) {
			super(AnnotatedEventHandler.this.method, arguments, invocation);
		}

		@Override
		protected void completed(@Nullable Object value) {
			if (AnnotatedEventHandler.this.acknowledges || (value == null && AnnotatedEventHandler.this.anyEvent)) {
				invocation().handled();
			}
			else {
				acknowledge((value != null) ? new Object[] { value } : NO_ARGUMENTS);
			}
		}

		@Override
		protected void failed(Throwable error) {
			AnnotatedEventHandler.this.errors.handle(invocation(), error);
		}

	}

}
