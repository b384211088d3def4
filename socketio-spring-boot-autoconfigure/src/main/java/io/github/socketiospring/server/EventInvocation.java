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

import org.jspecify.annotations.Nullable;

/**
 * One event on its way through a handler. The handler ends it once, from any thread, by
 * {@link #handled()}, {@link #acknowledge} or {@link #fail}; the socket's next event may
 * wait for that. The server ends it as well: when {@linkplain EventHandler#timeout() the
 * handler's time} is over, and when the client left
 * {@link SocketIOOptions#completionTimeout()} ago.
 *
 * @since 0.1.0
 */
public interface EventInvocation {

	/**
	 * The socket that received the event.
	 * @return a socket that may have disconnected since
	 */
	SocketIOSocket socket();

	/**
	 * The event's name.
	 * @return the name
	 */
	String event();

	/**
	 * What {@link EventHandler#readArguments} returned.
	 * @return the arguments
	 */
	@Nullable Object arguments();

	/**
	 * The client's acknowledgement.
	 * @return the acknowledgement, also when the client did not ask for one
	 */
	Ack ack();

	/**
	 * Say what goes on when {@link EventHandler#handle} returns before the event has
	 * ended. To be called before that. Without it the event ends when its time is over,
	 * but nobody tells the handler.
	 * @param work what goes on
	 */
	void underway(EventWork work);

	/**
	 * End the event. Whether it is acknowledged is left to those who use {@link #ack()}.
	 * For an event that has ended already, this only says that its work
	 * {@linkplain EventWork#goesOn() does not go on} any more.
	 */
	void handled();

	/**
	 * Acknowledge the event, if the client asked for that and has had no answer yet, and
	 * end it.
	 * @param arguments the arguments of the acknowledgement
	 * @throws RuntimeException when the arguments cannot be sent; the event has not ended
	 * then: it may be acknowledged with other arguments, or fail
	 */
	default void acknowledge(@Nullable Object... arguments) {
		ack().send(arguments);
		handled();
	}

	/**
	 * End an event that could not be handled. The error is logged once with namespace,
	 * event and socket id: at DEBUG and without a stack trace when the client caused it,
	 * see {@link ErrorStatusResolver}. A client that asked for an acknowledgement and has
	 * had no answer yet is told what the server's {@link ErrorAckMapper} makes of the
	 * error.
	 * @param error why the event could not be handled
	 */
	void fail(Throwable error);

}
