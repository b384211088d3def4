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

import java.util.Locale;

import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerInvocation;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventInvocation.EventWork;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Invokes a method for an event: the one that handles it, or an exception handler.
 */
abstract class EventMethodInvocation extends HandlerInvocation implements HandlerCall, EventWork {

	private final EventInvocation invocation;

	EventMethodInvocation(InvocableEventHandlerMethod method, @Nullable Object[] arguments,
			EventInvocation invocation) {
		super(method, arguments);
		this.invocation = invocation;
	}

	EventMethodInvocation(InvocableEventHandlerMethod method, EventInvocation invocation) {
		super(method);
		this.invocation = invocation;
	}

	/**
	 * Register this invocation, so that it can be cancelled, and invoke the method.
	 */
	final void begin() {
		this.invocation.underway(this);
		start();
	}

	@Override
	protected final void abandoned() {
		this.invocation.handled();
	}

	/**
	 * Acknowledge and end the event, or fail if the arguments cannot be sent.
	 * @param arguments the arguments of the acknowledgement
	 */
	final void acknowledge(@Nullable Object[] arguments) {
		try {
			this.invocation.acknowledge(arguments);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	final EventInvocation invocation() {
		return this.invocation;
	}

	@Override
	protected final HandlerCall call() {
		return this;
	}

	@Override
	public final SocketIOSocket socket() {
		return this.invocation.socket();
	}

	@Override
	public final boolean hasSocket() {
		return this.invocation.hasSocket();
	}

	@Override
	public final Namespace namespace() {
		return this.invocation.namespace();
	}

	@Override
	public final Locale locale() {
		return this.invocation.locale();
	}

	@Override
	public final Context context() {
		return this.invocation.context();
	}

	@Override
	public final String event() {
		return this.invocation.event();
	}

	@Override
	public final Ack ack() {
		return this.invocation.ack();
	}

}
