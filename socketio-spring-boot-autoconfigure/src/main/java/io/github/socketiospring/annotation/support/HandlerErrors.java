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
import java.util.Objects;

import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Handles the errors of one bean's handler methods.
 */
class HandlerErrors {

	private static final String REFUSED = "Connection refused";

	private final List<ExceptionHandlerMethods> handlers;

	private final ErrorAckMapper errorAckMapper;

	/**
	 * Create a handler for the errors of a bean.
	 * @param handlers the exception handlers to try, in this order
	 * @param errorAckMapper converts errors, and the values of exception handlers, to
	 * answers for the client
	 */
	HandlerErrors(List<ExceptionHandlerMethods> handlers, ErrorAckMapper errorAckMapper) {
		this.handlers = handlers;
		this.errorAckMapper = errorAckMapper;
	}

	/**
	 * End an event with an error.
	 * @param invocation the event that failed, not acknowledged yet
	 * @param error why it failed
	 */
	void handle(EventInvocation invocation, Throwable error) {
		InvocableEventHandlerMethod handler = find(error);
		if (handler == null) {
			invocation.fail(error);
		}
		else {
			new Answer(handler, invocation, error).begin();
		}
	}

	/**
	 * Handle the failure of a method for a socket that connects.
	 * @param call the call that failed
	 * @param error why it failed
	 * @return fails with the error that is reported to the client
	 */
	Mono<Object> refuse(LifecycleCall call, Throwable error) {
		InvocableEventHandlerMethod handler = find(error);
		if (handler == null) {
			return Mono.error(error);
		}
		return call.failed(error)
			.invoke(handler)
			.onErrorMap((next) -> suppress(next, error))
			.switchIfEmpty(Mono.error(() -> refusal(error, null)))
			.flatMap((data) -> ThreadLocals
				.around(() -> Mono.error(refusal(error, this.errorAckMapper.toAcknowledgement(data)))));
	}

	/**
	 * Handle the failure of a method for a socket that leaves.
	 * @param call the call that failed
	 * @param error why it failed
	 * @return completes once the error has been handled, fails if no method handles it
	 */
	Mono<Object> handle(LifecycleCall call, Throwable error) {
		InvocableEventHandlerMethod handler = find(error);
		if (handler == null) {
			return Mono.error(error);
		}
		return call.failed(error).invoke(handler).onErrorMap((next) -> suppress(next, error));
	}

	private @Nullable InvocableEventHandlerMethod find(Throwable error) {
		for (ExceptionHandlerMethods handlers : this.handlers) {
			InvocableEventHandlerMethod handler = handlers.find(error);
			if (handler != null) {
				return handler;
			}
		}
		return null;
	}

	private static ConnectRefusedException refusal(Throwable error, @Nullable Object data) {
		if (error instanceof ConnectRefusedException refused) {
			return new ConnectRefusedException(Objects.requireNonNullElse(refused.getMessage(), REFUSED),
					(data != null) ? data : refused.data());
		}
		return new ConnectRefusedException(REFUSED, data);
	}

	private static Throwable suppress(Throwable error, Throwable suppressed) {
		if (error != suppressed) {
			error.addSuppressed(suppressed);
		}
		return error;
	}

	static boolean takesAck(InvocableEventHandlerMethod method) {
		for (Class<?> type : method.getMethod().getParameterTypes()) {
			if (type == Ack.class) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Ends the event with the result of an exception handler.
	 */
	private final class Answer extends EventMethodInvocation {

		private final Throwable error;

		private final boolean acknowledges;

		Answer(InvocableEventHandlerMethod handler, EventInvocation invocation, Throwable error) {
			super(handler, invocation);
			this.error = error;
			this.acknowledges = takesAck(handler);
		}

		@Override
		public Throwable error() {
			return this.error;
		}

		@Override
		protected void completed(@Nullable Object value) {
			if (this.acknowledges) {
				invocation().handled();
				return;
			}
			Object answer;
			try {
				answer = answer(value);
			}
			catch (Throwable ex) {
				// Includes an Error, since the event has to end in any case.
				failed(ex);
				return;
			}
			if (answer != null) {
				acknowledge(new Object[] { answer });
			}
			else if (!invocation().hasSocket()) {
				// Another server waits for an answer in any case.
				acknowledge(new Object[0]);
			}
			else {
				invocation().handled();
			}
		}

		@SuppressWarnings("try")
		private @Nullable Object answer(@Nullable Object value) {
			ErrorAckMapper mapper = HandlerErrors.this.errorAckMapper;
			try (ThreadLocals.Scope scope = ThreadLocals.from(invocation().context())) {
				return (value != null) ? mapper.toAcknowledgement(value)
						: mapper.toAcknowledgement(this.error, invocation().locale());
			}
		}

		@Override
		protected void failed(Throwable error) {
			invocation().fail(suppress(error, this.error));
		}

	}

}
