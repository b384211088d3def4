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

package io.github.socketiospring.server;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * One event that is being handled. The handler ends it once, from any thread, with
 * {@link #handled()}, {@link #acknowledge} or {@link #fail}; the socket's next event may
 * wait for that. The server ends it after {@linkplain EventHandler#timeout() the
 * handler's timeout}, and {@link SocketIOOptions#completionTimeout()} after the client
 * left.
 * <p>
 * An event that another server sent {@linkplain #hasSocket() has no socket}.
 *
 * @since 0.1.0
 */
public interface EventInvocation {

	/**
	 * The socket that received the event.
	 * @return a socket that may have disconnected since
	 * @throws IllegalStateException if another server sent the event
	 */
	SocketIOSocket socket();

	/**
	 * Whether a client sent the event.
	 * @return {@code false} if another server did, so that there is no socket
	 */
	default boolean hasSocket() {
		return true;
	}

	/**
	 * The namespace in which the event is handled.
	 * @return the socket's namespace, or the one that another server named
	 */
	default Namespace namespace() {
		return socket().namespace();
	}

	/**
	 * The language of answers for people.
	 * @return the client's, or this server's default for an event of another server
	 */
	default Locale locale() {
		return hasSocket() ? socket().handshake().locale() : Locale.getDefault();
	}

	/**
	 * The event's name.
	 * @return the name, empty if the client sent none
	 */
	String event();

	/**
	 * The result of {@link EventHandler#readArguments}.
	 * @return the arguments as the handler read them
	 */
	@Nullable Object arguments();

	/**
	 * The Reactor context of code that is called for this event: the context of the
	 * {@link SocketIOSocket#context() socket} and the observation of the event.
	 * @return the context with the current principal, an empty one for an event of
	 * another server
	 */
	default Context context() {
		return hasSocket() ? Context.of(socket().context()) : Context.empty();
	}

	/**
	 * The client's acknowledgement.
	 * @return the acknowledgement, even if the client did not ask for one
	 */
	Ack ack();

	/**
	 * Register work that continues after {@link EventHandler#handle} returns. Call this
	 * before it returns. Otherwise the event still ends after its timeout, but the
	 * handler is not notified.
	 * @param work the work that the server may cancel
	 */
	void underway(EventWork work);

	/**
	 * End the event without acknowledging it; this is left to users of {@link #ack()}.
	 * For an event that has already ended, this only means that its work no longer
	 * {@linkplain EventWork#goesOn() continues}.
	 */
	void handled();

	/**
	 * Acknowledge the event, if the client asked for it and the event was not
	 * acknowledged yet, and end it.
	 * @param arguments the arguments of the acknowledgement
	 * @throws RuntimeException if the arguments cannot be sent; the event has not ended
	 * then: it may be acknowledged with other arguments, or fail
	 */
	default void acknowledge(@Nullable Object... arguments) {
		ack().send(arguments);
		handled();
	}

	/**
	 * End an event that could not be handled. The error is logged once with namespace,
	 * event and socket id: at DEBUG and without a stack trace if the client caused it,
	 * see {@link ErrorStatusResolver}. If the client asked for an acknowledgement and the
	 * event was not acknowledged yet, the result of the server's {@link ErrorAckMapper}
	 * is sent.
	 * @param error why the event could not be handled
	 */
	void fail(Throwable error);

	/**
	 * Work for an event that continues after {@link EventHandler#handle} has returned.
	 * The server cancels it after a timeout. Called from any thread.
	 *
	 * @see #underway
	 */
	interface EventWork {

		/**
		 * The client has left. Work that only the client needs, for example a stream of
		 * values, and its event end now; other work continues.
		 */
		default void clientLeft() {
		}

		/**
		 * The event has ended: stop the work, as far as possible.
		 */
		void cancel();

		/**
		 * Whether the work continues after it was cancelled, since it cannot be stopped.
		 * It then ends the event once more when it completes, and the event's memory
		 * counts until then.
		 * @return {@code false} by default
		 */
		default boolean goesOn() {
			return false;
		}

	}

}
