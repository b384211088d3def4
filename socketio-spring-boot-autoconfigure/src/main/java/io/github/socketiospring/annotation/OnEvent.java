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
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a {@link SocketNamespace} bean that handles events.
 *
 * <pre class="code">
 * // socket.emit("move", { x: 1, y: 2 }, "fast", (position) =&gt; ...)
 * &#064;OnEvent("move")
 * Position move(SocketIOSocket socket, Point target, String gait) { ... }
 * </pre>
 * <p>
 * Arguments, in any order:
 * <ul>
 * <li>{@code SocketIOSocket}, {@code Namespace}, {@code SocketIOServer},
 * {@code Handshake}</li>
 * <li>{@link java.security.Principal} or a type of the application's principals, Spring
 * Security's {@code Authentication} for example; {@code null} for an unknown client</li>
 * <li>{@link AuthPayload @AuthPayload}, {@link HandshakeHeader @HandshakeHeader},
 * {@link HandshakeParam @HandshakeParam}, {@link NamespaceVariable @NamespaceVariable},
 * {@link SocketAttribute @SocketAttribute}, {@link EventName @EventName}</li>
 * <li>{@link java.util.Locale}, from the {@code Accept-Language} header</li>
 * <li>{@code Ack}: the method acknowledges by itself, its return value is not used</li>
 * <li>what an application's own {@code HandlerMethodArgumentResolver} supports</li>
 * <li>{@code EventData} or a variable-arity parameter: all event arguments that are
 * left</li>
 * <li><strong>any other value is the next event argument</strong>, converted by Jackson
 * to the declared generic type: records, {@code List<Item>}, {@code Map},
 * {@code JsonNode}, {@code Optional}, primitives, {@code byte[]},
 * {@link java.nio.ByteBuffer}. It is validated when marked with {@code @Valid} or
 * {@code @Validated}. What the client left out or sent as {@code null} becomes
 * {@code null} or an empty {@code Optional}, in Kotlin the parameter's default value; for
 * primitives, parameters that say {@code @NonNull} themselves and non-null types of
 * Kotlin that is an error. A {@code null} for a {@code JsonNode} is a
 * {@code NullNode}.</li>
 * </ul>
 * <p>
 * Parameters may have constraints, {@code @NotBlank @Size(max = 3) String text} for
 * example, whatever their values come from. As in a controller all are checked together,
 * in the groups that {@code @Validated} of the method or its class names.
 * <p>
 * The application does not start when a parameter has an annotation that neither we nor
 * the application's resolvers know, unless it only describes the value as those of
 * validation, Jackson and nullness do; nor when its type is one that no client sends
 * (those of Java and the frameworks that are no values, types of beans) or that Jackson
 * cannot read. {@link EventPayload @EventPayload} says that the client sends it all the
 * same.
 * <p>
 * Return types, each completing the client's acknowledgement if it asked for one:
 * <ul>
 * <li>a value: the argument of the acknowledgement, none for {@code null}</li>
 * <li>{@code void}: acknowledges without arguments when the method returns</li>
 * <li>{@code Mono}, {@link java.util.concurrent.CompletionStage}, a Kotlin suspending
 * function: acknowledges with the value, or without arguments when there is none</li>
 * <li>{@code Flux}, Kotlin's {@code Flow}: acknowledges with the list of values</li>
 * <li>others that {@link org.springframework.core.ReactiveAdapterRegistry} knows</li>
 * </ul>
 * Types that only lead to a value or tell HTTP how to answer, such as
 * {@code ResponseEntity}, are refused when the application starts.
 * <p>
 * Methods with a reactive return type, suspending functions included, are called on the
 * event loop and must not block. Others may block: they run on another thread unless
 * marked as {@link NonBlocking}.
 *
 * @since 0.1.0
 * @see SocketExceptionHandler
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketHandlerReflectiveProcessor.class)
public @interface OnEvent {

	/**
	 * Same as {@link #names}.
	 * @return the names of the events
	 */
	@AliasFor("names")
	String[] value() default {};

	/**
	 * The names of the events, at least one. <code>${...}</code> placeholders are
	 * resolved. The names {@code connect}, {@code connect_error}, {@code disconnect},
	 * {@code disconnecting}, {@code newListener} and {@code removeListener} are reserved.
	 * @return the names of the events
	 */
	@AliasFor("value")
	String[] names() default {};

	/**
	 * Whether the socket's next event waits until this one is done.
	 * @return {@code true} by default
	 */
	boolean ordered() default true;

	/**
	 * How long handling may take while the client is there, for example {@code "5s"};
	 * <code>${...}</code> placeholders are resolved. Then the acknowledgement is a
	 * problem of status 504, what the method returned is cancelled, and the socket's next
	 * event is handled; a method that still runs is not interrupted.
	 * @return empty for the time of the property {@code socketio.handlers.timeout}
	 */
	String timeout() default "";

}
