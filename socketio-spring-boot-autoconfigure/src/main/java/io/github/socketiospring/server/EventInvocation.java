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
 * One event on its way through a handler. Thread-safe.
 *
 * @since 0.1.0
 */
public interface EventInvocation {

	/**
	 * The socket that received the event.
	 * @return the socket
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
	 * The event is handled, and its acknowledgement is the handler's own business.
	 */
	void complete();

	/**
	 * The event is handled. Acknowledges it when the client asked for that and it was not
	 * acknowledged yet.
	 * @param ackArguments the arguments of the acknowledgement
	 */
	void complete(@Nullable Object... ackArguments);

	/**
	 * The event could not be handled. It is logged once with namespace, event and socket
	 * id.
	 * @param error why
	 * @param ackArguments the arguments of the acknowledgement, telling the client
	 */
	void fail(Throwable error, @Nullable Object... ackArguments);

}
