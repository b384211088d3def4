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

import java.lang.annotation.Annotation;

import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnServerEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;

/**
 * The kinds of handler methods, with their annotation and the supported parameters.
 */
enum HandlerKind {

	CONNECT(OnConnect.class,
			"a CONNECT has no event arguments, name, acknowledgement or reason: get the auth payload with "
					+ "@AuthPayload, or use an @OnEvent method"),

	EVENT(OnEvent.class, "it is neither part of an event's context nor a type that clients can send"),

	ANY_EVENT(OnAnyEvent.class, "it is neither part of an event's context nor a type that clients can send"),

	SERVER_EVENT(OnServerEvent.class,
			"an event of another server has no socket, handshake or principal: remove the parameter, or send the value "
					+ "as an argument of the event"),

	DISCONNECTING(OnDisconnecting.class,
			"a socket that leaves has no event arguments, name or acknowledgement: remove the parameter"),

	DISCONNECT(OnDisconnect.class,
			"a socket that has left has no event arguments, name or acknowledgement: remove the parameter"),

	EXCEPTION(SocketExceptionHandler.class,
			"event arguments are no longer available: use the exception, the socket, @EventName and the like");

	private final Class<? extends Annotation> annotationType;

	private final String hint;

	HandlerKind(Class<? extends Annotation> annotationType, String hint) {
		this.annotationType = annotationType;
		this.hint = hint;
	}

	Class<? extends Annotation> annotationType() {
		return this.annotationType;
	}

	boolean isEvent() {
		return this == EVENT || this == ANY_EVENT || this == SERVER_EVENT;
	}

	boolean hasEvent() {
		return isEvent() || this == EXCEPTION;
	}

	/**
	 * Whether methods of this kind are always called for a socket.
	 * @return {@code false} for events of other servers
	 */
	boolean hasSocket() {
		return this != SERVER_EVENT;
	}

	boolean hasReason() {
		return this == DISCONNECTING || this == DISCONNECT || this == EXCEPTION;
	}

	/**
	 * Explain why a parameter is not supported.
	 * @return the rest of a sentence that begins with the parameter
	 */
	String refusal() {
		return "cannot be supplied to an @" + this.annotationType.getSimpleName() + " method, since " + this.hint;
	}

}
