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
 * Marks a method of a {@link SocketNamespace} bean that is called for each new socket,
 * after middleware and authentication and before the client's CONNECT is answered. The
 * socket enters when the method has completed; an error refuses it.
 * <p>
 * Once an {@code @OnConnect} method of a bean has completed, the bean's
 * {@link OnDisconnect} methods are called exactly once, so they can release what it
 * acquired. This includes a socket that is refused afterwards, by another
 * {@code @OnConnect} method of the same bean or of another one for example, and a client
 * that leaves before CONNECT is answered; the {@code DisconnectReason} distinguishes
 * these cases. If the only {@code @OnConnect} method fails, or the first of several, no
 * {@code @OnDisconnect} method of the bean is called. Several methods are called one
 * after another, in the order that {@link SocketNamespace} describes.
 * <p>
 * A method that has started is neither cancelled nor interrupted when the client leaves,
 * or when middleware stops waiting for {@code proceed()}, which refuses the socket: it
 * runs to completion, and {@code @OnDisconnect} follows.
 * <p>
 * The client receives nothing before the method has completed, so do not wait for its
 * acknowledgement here: {@code emitWithAck} fails at once if the method would have to
 * wait for it. Wait in an {@link OnEvent} method or an {@code onConnection} listener.
 * <p>
 * Arguments, in any order:
 * <ul>
 * <li>{@code SocketIOSocket}, {@code Namespace}, {@code SocketIOServer},
 * {@code Handshake}</li>
 * <li>{@link java.security.Principal} or a type of the application's principals, Spring
 * Security's {@code Authentication} for example; {@code null} for an unknown client</li>
 * <li>{@code @AuthenticationPrincipal} and {@code @CurrentSecurityContext} of Spring
 * Security, as in a controller</li>
 * <li>{@link AuthPayload @AuthPayload} the client's {@code auth} payload or a property of
 * it, optionally {@code @Valid}</li>
 * <li>{@link HandshakeHeader @HandshakeHeader}, {@link HandshakeParam @HandshakeParam},
 * {@link NamespaceVariable @NamespaceVariable},
 * {@link SocketAttribute @SocketAttribute}</li>
 * <li>{@link java.util.Locale}, from the {@code Accept-Language} header</li>
 * <li>what an application's own {@code HandlerMethodArgumentResolver} supports</li>
 * </ul>
 * <p>
 * Return types: {@code void}, or a type whose completion the server awaits: {@code Mono},
 * {@code Flux}, {@link java.util.concurrent.CompletionStage}, a Kotlin suspending
 * function, {@code Flow}, and other types that
 * {@link org.springframework.core.ReactiveAdapterRegistry} supports. Values are not used.
 * <p>
 * Throw a {@code ConnectRefusedException} to choose the message and the {@code data} of
 * the client's {@code connect_error}. For exceptions that the client caused, such as a
 * {@code ResponseStatusException} below 500, the message is the reason of the exception,
 * and the data is a problem as defined by RFC 9457. For all other exceptions the message
 * is {@code Internal server error}. If a {@link SocketExceptionHandler} handles the
 * exception, its return value becomes the {@code data}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketHandlerReflectiveProcessor.class)
public @interface OnConnect {

}
