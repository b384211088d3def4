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
 * <li>{@code @AuthenticationPrincipal} and {@code @CurrentSecurityContext} of Spring
 * Security, as in a controller</li>
 * <li>{@link AuthPayload @AuthPayload}, {@link HandshakeHeader @HandshakeHeader},
 * {@link HandshakeParam @HandshakeParam}, {@link NamespaceVariable @NamespaceVariable},
 * {@link SocketAttribute @SocketAttribute}, {@link EventName @EventName}</li>
 * <li>{@link java.util.Locale}, from the {@code Accept-Language} header</li>
 * <li>{@code Ack}: the method sends the acknowledgement itself; its return value is not
 * used</li>
 * <li>what an application's own {@code HandlerMethodArgumentResolver} supports</li>
 * <li>{@code EventData} or a variable-arity parameter: all remaining event arguments</li>
 * <li><strong>any other value is the next event argument</strong>, converted by Jackson
 * to the declared generic type: records, {@code List<Item>}, {@code Map},
 * {@code JsonNode}, {@code Optional}, primitives, {@code byte[]},
 * {@link java.nio.ByteBuffer}. It is validated if it is marked with {@code @Valid} or
 * {@code @Validated}. An argument that is missing or {@code null} becomes {@code null} or
 * an empty {@code Optional} or {@code OptionalInt}, in Kotlin the parameter's default
 * value. For primitives, {@code @NonNull} parameters and non-null types of Kotlin this is
 * an error. For a {@code JsonNode}, {@code null} becomes a {@code NullNode}.</li>
 * </ul>
 * <p>
 * Parameters may have constraints, for example
 * {@code @NotBlank @Size(max = 3) String text}, regardless of where their values come
 * from. As in a controller, all are validated together, in the groups that
 * {@code @Validated} on the method or its class selects. As always with Bean Validation,
 * {@code @Valid} accepts {@code null}, also for a missing argument: add {@code @NotNull}
 * to refuse that.
 * <p>
 * The application does not start if a parameter has an annotation that neither this
 * server nor the application's resolvers support, unless the annotation only describes
 * the value (validation, Jackson, nullness). Nor does it start if clients cannot send the
 * parameter's type (types of Java and the frameworks that are not values, types of beans)
 * or Jackson cannot read it. {@link EventPayload @EventPayload} declares that the client
 * sends the parameter nevertheless.
 * <p>
 * Return types, and how they acknowledge the event if the client requested an
 * acknowledgement:
 * <ul>
 * <li>a value: the argument of the acknowledgement, none for {@code null}</li>
 * <li>{@code void}: acknowledges without arguments when the method returns</li>
 * <li>{@code Mono}, {@link java.util.concurrent.CompletionStage}, a Kotlin suspending
 * function: acknowledges with the value, or without arguments if there is none</li>
 * <li>{@code Flux}, Kotlin's {@code Flow}: acknowledges with the list of values</li>
 * <li>other types that {@link org.springframework.core.ReactiveAdapterRegistry}
 * supports</li>
 * </ul>
 * Types that wrap a value or describe an HTTP response, such as {@code ResponseEntity},
 * are rejected when the application starts.
 * <p>
 * Methods with a reactive return type, suspending functions included, are called on the
 * event loop and must not block. Other methods may block: they run on another thread
 * unless they are marked as {@link NonBlocking}.
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
	 * Whether the socket's next event waits until this one has been handled.
	 * @return {@code true} by default
	 */
	boolean ordered() default true;

	/**
	 * How long handling may take while the client is connected, for example {@code "5s"};
	 * <code>${...}</code> placeholders are resolved. After that time the acknowledgement
	 * is a problem with status 504, the returned publisher is cancelled, and the next
	 * event of the socket is handled. A method that is still running is not interrupted.
	 * @return the time, empty for the value of {@code socketio.handlers.timeout}
	 */
	String timeout() default "";

}
