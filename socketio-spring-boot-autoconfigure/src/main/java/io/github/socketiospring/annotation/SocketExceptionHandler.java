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
 * Marks a method that decides how a client is informed when a handler method fails. In a
 * {@link SocketNamespace} bean it applies to the methods of that bean, in a
 * {@link SocketAdvice} bean to those of all beans.
 *
 * <pre class="code">
 * &#064;SocketExceptionHandler
 * Problem unknown(NoSuchOrderException ex) { ... }
 * </pre>
 * <p>
 * For {@link OnServerEvent} methods it decides how another server is informed. They have
 * no socket, so methods with parameters that belong to one are left out for them.
 * <p>
 * If there are several methods, the one with the closest exception type is called. If
 * none matches the exception, its causes are tried. In addition to the exceptions of the
 * method and of its publisher, these exceptions are handled here:
 * <ul>
 * <li>{@code ArgumentConversionException}: an argument could not be converted</li>
 * <li>{@code MissingArgumentException}: an argument is missing, or {@code null}</li>
 * <li>{@link org.springframework.validation.BindException}: an argument marked with
 * {@code @Valid} is not valid</li>
 * <li>{@link org.springframework.validation.method.MethodValidationException}: arguments
 * violate the constraints of their parameters; this includes those marked with
 * {@code @Valid} if the method has such constraints</li>
 * <li>{@link java.util.concurrent.RejectedExecutionException}: the executor has no thread
 * for the method</li>
 * <li>{@link IllegalArgumentException}: the returned value cannot be sent</li>
 * </ul>
 * <p>
 * Arguments, in any order:
 * <ul>
 * <li>the exception, or one of its causes</li>
 * <li>{@code SocketIOSocket}, {@code Namespace}, {@code SocketIOServer},
 * {@code Handshake}, {@link java.security.Principal}, {@link java.util.Locale}</li>
 * <li>{@link AuthPayload @AuthPayload}, {@link HandshakeHeader @HandshakeHeader},
 * {@link HandshakeParam @HandshakeParam}, {@link NamespaceVariable @NamespaceVariable},
 * {@link SocketAttribute @SocketAttribute}</li>
 * <li>{@link EventName @EventName}, {@code Ack}, {@code DisconnectReason} and
 * {@code DisconnectDetails}, which are {@code null} unless an event or a disconnect
 * failed, respectively</li>
 * <li>what an application's own {@code HandlerMethodArgumentResolver} supports</li>
 * </ul>
 * <p>
 * Return types: those of {@link OnEvent}. The value becomes the acknowledgement of the
 * event, or the {@code data} of the {@code connect_error} that refuses a socket. Without
 * a value, the client is informed as if there were no exception handler, but the error
 * counts as handled and is not logged.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketHandlerReflectiveProcessor.class)
public @interface SocketExceptionHandler {

	/**
	 * The exceptions to handle.
	 * @return the exception types, by default those among the method's parameters
	 */
	Class<? extends Throwable>[] value() default {};

}
