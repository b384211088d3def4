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

import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Waits for what a reactive method returned.
 *
 * @since 0.1.0
 */
public abstract class ResultSubscriber implements CoreSubscriber<Object> {

	private final Context context;

	private @Nullable Object value;

	/**
	 * Create a subscriber.
	 * @param socket the socket for which the method was called; the context of its
	 * handshake is that of the subscription
	 */
	protected ResultSubscriber(SocketIOSocket socket) {
		this.context = Context.of(socket.handshake().context());
	}

	@Override
	public final Context currentContext() {
		return this.context;
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public final void onNext(Object value) {
		this.value = value;
	}

	@Override
	public final void onError(Throwable error) {
		failed(error);
	}

	@Override
	public final void onComplete() {
		completed(this.value);
	}

	/**
	 * The method is done.
	 * @param value its result, {@code null} when there is none
	 */
	protected abstract void completed(@Nullable Object value);

	/**
	 * The method failed.
	 * @param error why
	 */
	protected abstract void failed(Throwable error);

}
