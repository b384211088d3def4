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

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One invocation of a handler method. All handler methods are invoked by this class, so
 * that the same rules apply to all of them:
 * <ul>
 * <li>the thread: one of the executor that {@link ExecutionPolicy} chose for the method,
 * otherwise the one that calls {@link #start()}</li>
 * <li>the Reactor context in which a returned publisher is subscribed to: the
 * {@link SocketIOSocket#context() socket's}</li>
 * <li>thread-locals, while the method is called and what it returned is subscribed to:
 * restored from that context if Reactor does so</li>
 * <li>the result: what the method returned, or what the returned publisher emitted</li>
 * <li>errors: those of the method, its arguments, its publisher and the executor, whether
 * exceptions or {@link Error}s, are the failure of the invocation</li>
 * </ul>
 * Ends once, by {@link #completed}, {@link #failed} or {@link #abandoned}, or by
 * {@link #cancel()}.
 *
 * @since 0.1.0
 */
public abstract class HandlerInvocation implements ConnectionTask, CoreSubscriber<Object> {

	private static final AtomicReferenceFieldUpdater<HandlerInvocation, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
		.newUpdater(HandlerInvocation.class, Subscription.class, "subscription");

	private final InvocableEventHandlerMethod method;

	private final @Nullable Object[] arguments;

	private volatile @Nullable Subscription subscription;

	/** Whether the returned publisher may emit many values. */
	private volatile boolean streaming;

	private volatile boolean clientLeft;

	/** Whether the method is being called, which cannot be stopped. */
	private volatile boolean calling;

	private @Nullable Object value;

	/**
	 * Create an invocation of a method for an event.
	 * @param method the method, shared by all events
	 * @param arguments what {@link InvocableEventHandlerMethod#readArguments} returned;
	 * the gaps are filled here
	 */
	protected HandlerInvocation(InvocableEventHandlerMethod method, @Nullable Object[] arguments) {
		this.method = method;
		this.arguments = arguments;
	}

	/**
	 * Create an invocation of a method that has no event arguments.
	 * @param method the method, shared by all calls
	 */
	protected HandlerInvocation(InvocableEventHandlerMethod method) {
		this(method, new Object[method.getMethod().getParameterCount()]);
	}

	/**
	 * Invoke a method that has no event arguments.
	 * @param method the method, shared by all calls
	 * @param call the context of the call
	 * @return invokes the method on subscription and emits its result, in the
	 * {@link SocketIOSocket#context(ContextView) socket's context} for the subscriber
	 */
	public static Mono<Object> mono(InvocableEventHandlerMethod method, HandlerCall call) {
		return Mono.create((sink) -> {
			HandlerInvocation invocation = new MonoInvocation(method, call, sink,
					call.socket().context(sink.contextView()));
			sink.onCancel(invocation::cancel);
			invocation.start();
		});
	}

	/**
	 * Invoke the method. Call this once.
	 */
	public final void start() {
		Executor executor = this.method.executor();
		if (executor == null) {
			run();
			return;
		}
		try {
			executor.execute(this);
		}
		catch (Throwable ex) {
			// Typically a RejectedExecutionException
			rejected(ex);
		}
	}

	/**
	 * The executor did not accept this invocation. Must not throw.
	 * @param error the reason
	 */
	void rejected(Throwable error) {
		failed(error);
	}

	/**
	 * Whether the method is to be called now. Called once by each thread that could call
	 * it.
	 * @return {@code false} if it is not to be called, or not by this thread
	 */
	boolean begins() {
		return this.subscription != Operators.cancelledSubscription();
	}

	/**
	 * Call the method on this thread. Called by {@link #start()} only.
	 */
	@Override
	@SuppressWarnings("try")
	public final void run() {
		if (!begins()) {
			return;
		}
		this.calling = true;
		Object value;
		try (ThreadLocals.Scope scope = ThreadLocals.from(currentContext())) {
			value = this.method.call(this.arguments, call());
			this.calling = false;
			Mono<?> result = this.method.result(value);
			if (result != null) {
				subscribe(result, value);
				return;
			}
		}
		catch (Throwable ex) {
			this.calling = false;
			failed(ex);
			return;
		}
		completed(value);
	}

	private void subscribe(Mono<?> result, @Nullable Object value) {
		if (this.method.isMultiValue(value)) {
			this.streaming = true;
		}
		if (this.streaming && this.clientLeft) {
			abandon();
		}
		else if (this.subscription == Operators.cancelledSubscription()) {
			abandoned();
		}
		else {
			result.subscribe(this);
		}
	}

	/**
	 * React to a client that has left. A publisher of many values is cancelled, because
	 * it has no receiver any more; other methods complete.
	 */
	public final void clientLeft() {
		this.clientLeft = true;
		if (this.streaming) {
			abandon();
		}
	}

	private void abandon() {
		if (end()) {
			abandoned();
		}
	}

	/**
	 * Prevent the call of the method, or cancel the publisher that it returned. A method
	 * that is being called is not interrupted.
	 */
	public final void cancel() {
		end();
		leaveQueue();
	}

	/**
	 * Leave the queue of the executor if the method has not begun.
	 */
	final void leaveQueue() {
		if (this.method.executor() instanceof HandlerPool pool) {
			pool.remove(this);
		}
	}

	/**
	 * Whether the method is being called, and so continues even if this invocation is
	 * cancelled. When the method returns, one of the methods for the end is called.
	 * @return {@code true} during the call
	 */
	public final boolean goesOn() {
		return this.calling;
	}

	@Override
	public Object connection() {
		HandlerCall call = call();
		return call.hasSocket() ? call.socket().session() : call.namespace();
	}

	/**
	 * Cancel the publisher unless it has ended.
	 * @return {@code true} if it had not ended
	 */
	private boolean end() {
		Subscription last = SUBSCRIPTION.getAndSet(this, Operators.cancelledSubscription());
		if (last == Operators.cancelledSubscription()) {
			return false;
		}
		if (last != null) {
			last.cancel();
		}
		return true;
	}

	/**
	 * End this invocation with a signal of the publisher, unless it was cancelled before.
	 * @return {@code true} if it was not
	 */
	private boolean ended() {
		return SUBSCRIPTION.getAndSet(this, Operators.cancelledSubscription()) != Operators.cancelledSubscription();
	}

	/**
	 * The context of the call.
	 * @return the same object each time
	 */
	protected abstract HandlerCall call();

	/**
	 * The method has completed. Must not throw.
	 * @param value its result, {@code null} if there is none
	 */
	protected abstract void completed(@Nullable Object value);

	/**
	 * The invocation ends without a result: the publisher of many values was cancelled
	 * because the client has left, or the invocation was cancelled during the call, so
	 * the returned publisher is not subscribed to. Must not throw.
	 */
	protected void abandoned() {
	}

	/**
	 * The method could not be called, or failed. Must not throw.
	 * @param error the reason
	 */
	protected abstract void failed(Throwable error);

	@Override
	public Context currentContext() {
		return call().context();
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		if (Operators.setOnce(SUBSCRIPTION, this, subscription)) {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public final void onNext(Object value) {
		this.value = value;
	}

	@Override
	public final void onError(Throwable error) {
		if (ended()) {
			failed(error);
		}
	}

	@Override
	public final void onComplete() {
		if (ended()) {
			completed(this.value);
		}
	}

}
