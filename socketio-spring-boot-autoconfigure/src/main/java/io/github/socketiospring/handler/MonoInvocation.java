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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Emits the result of a method that has no event arguments to a subscriber.
 */
class MonoInvocation extends HandlerInvocation {

	private final HandlerCall call;

	private final MonoSink<Object> sink;

	private final Context context;

	MonoInvocation(InvocableEventHandlerMethod method, HandlerCall call, MonoSink<Object> sink, Context context) {
		super(method);
		this.call = call;
		this.sink = sink;
		this.context = context;
	}

	@Override
	protected HandlerCall call() {
		return this.call;
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	protected void completed(@Nullable Object value) {
		this.sink.success(value);
	}

	@Override
	protected void abandoned() {
		this.sink.success();
	}

	@Override
	protected void failed(Throwable error) {
		this.sink.error(error);
	}

}
