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
 * Marks a method of a {@link SocketNamespace} bean that handles events of other servers
 * in the cluster, which they send with {@code serverSideEmit}. Without a cluster it is
 * never called.
 *
 * <pre class="code">
 * // on another node: io.of("/chat").serverSideEmitWithAck("load", Load.class, "lobby")
 * &#064;OnServerEvent("load")
 * Load load(Namespace namespace, String room) { ... }
 * </pre>
 * <p>
 * No client sends these events and no client is asked for credentials: whoever can write
 * to the broker can send them, and choose their arguments. There is no socket, no
 * handshake and no principal.
 * <p>
 * Arguments, in any order:
 * <ul>
 * <li>{@code Namespace}, {@code SocketIOServer}</li>
 * <li>{@link NamespaceVariable @NamespaceVariable}, {@link EventName @EventName}</li>
 * <li>{@code Ack}: the method sends the answer itself; its return value is not used</li>
 * <li>what an application's own {@code HandlerMethodArgumentResolver} supports if it says
 * that it needs no socket</li>
 * <li>{@code EventData} or a variable-arity parameter: all remaining event arguments</li>
 * <li><strong>any other value is the next event argument</strong>, converted and
 * validated as for {@link OnEvent}</li>
 * </ul>
 * <p>
 * The application does not start if a parameter belongs to a socket, or if the method or
 * its class has an annotation for method security, such as {@code @PreAuthorize}, since
 * nobody is authenticated.
 * <p>
 * Return types are those of {@link OnEvent}. A server that asks gets one answer: the
 * value, or an empty answer for {@code void} and {@code null}. If the method fails, the
 * answer is what a {@link SocketExceptionHandler} returns, or the problem that a client
 * would get. Of exception handlers, those that need a socket are not called. Servers use
 * the first argument of an answer.
 * <p>
 * Methods are called on the threads for handlers, never on one that reads from the
 * broker; those with a reactive return type, suspending functions included, must not
 * block. An event of a namespace waits until the ordered methods for the event before
 * have ended, and at most 1000 events of a namespace wait or are handled; others are
 * dropped, and answered with an empty answer.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketHandlerReflectiveProcessor.class)
public @interface OnServerEvent {

	/**
	 * Same as {@link #names}.
	 * @return the names of the events
	 */
	@AliasFor("names")
	String[] value() default {};

	/**
	 * The names of the events, at least one. <code>${...}</code> placeholders are
	 * resolved. The names {@code connect}, {@code connection} and {@code new_namespace}
	 * are reserved.
	 * @return the names of the events
	 */
	@AliasFor("value")
	String[] names() default {};

	/**
	 * Whether the namespace's next event of another server waits until this one has been
	 * handled. A method that asks other servers, which may ask this one before they
	 * answer, has to be unordered.
	 * @return {@code true} by default
	 */
	boolean ordered() default true;

	/**
	 * How long handling may take, for example {@code "5s"}; <code>${...}</code>
	 * placeholders are resolved. After that time the answer is a problem with status 504,
	 * the returned publisher is cancelled, and the next event is handled. A method that
	 * is still running is not interrupted.
	 * @return the time, empty for the value of {@code socketio.handlers.timeout}
	 */
	String timeout() default "";

}
