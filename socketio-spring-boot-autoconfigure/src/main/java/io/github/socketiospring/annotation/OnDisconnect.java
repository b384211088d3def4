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

package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a {@link SocketNamespace} bean that is called when a connected socket
 * has left its namespace and all its rooms.
 * <p>
 * Also called, without {@link OnDisconnecting}, for a socket for which one of the bean's
 * own {@link OnConnect} methods completed but that did not enter, because another method
 * or middleware refused it ({@code CONNECT_REFUSED}) or its client had left ({@code
 * CONNECT_ABORTED}). You can therefore release here everything that an {@code @OnConnect}
 * method acquired; with several of them, some may not have been called.
 * <p>
 * Called in any case, and only once. If no thread becomes free for it within the
 * completion timeout, it runs on one of Reactor's threads for blocking work; the server
 * does not wait for it longer than that timeout, and cancels a returned publisher then.
 * <p>
 * Arguments, in any order:
 * <ul>
 * <li>{@code DisconnectReason} and {@code DisconnectDetails}</li>
 * <li>{@code SocketIOSocket}, {@code Namespace}, {@code SocketIOServer},
 * {@code Handshake}</li>
 * <li>{@link java.security.Principal} or a type of the application's principals;
 * {@code null} for an unknown client</li>
 * <li>{@link AuthPayload @AuthPayload}, {@link HandshakeHeader @HandshakeHeader},
 * {@link HandshakeParam @HandshakeParam}, {@link NamespaceVariable @NamespaceVariable},
 * {@link SocketAttribute @SocketAttribute}</li>
 * <li>{@link java.util.Locale}, from the {@code Accept-Language} header</li>
 * <li>what an application's own {@code HandlerMethodArgumentResolver} supports</li>
 * </ul>
 * <p>
 * Return types: those of {@link OnConnect}. Values are not used. An error is logged
 * unless a {@link SocketExceptionHandler} handles it.
 *
 * @since 0.1.0
 * @see OnDisconnecting
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketHandlerReflectiveProcessor.class)
public @interface OnDisconnect {

}
