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
 * Marks a method of a {@link SocketNamespace} bean that is called for every event of its
 * namespace, before the {@link OnEvent} method that handles it, if there is one. The
 * equivalent of {@code socket.onAny()} in Node.js.
 *
 * <pre class="code">
 * &#064;OnAnyEvent
 * void log(SocketIOSocket socket, &#064;EventName String event, List&lt;JsonNode&gt; arguments) { ... }
 * </pre>
 * <p>
 * Arguments: those of {@link OnEvent}. To get all event arguments, declare a
 * variable-arity parameter, {@code EventData}, or a {@link java.util.List} as the last
 * parameter: in these methods such a list gets all remaining arguments, not just one.
 * <p>
 * Return types: those of {@link OnEvent}. A value acknowledges only an event that no
 * {@code @OnEvent} method handles; {@code void} acknowledges nothing. Several of these
 * methods are called in their order, but do not wait for one another: the first value
 * acknowledges.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketHandlerReflectiveProcessor.class)
public @interface OnAnyEvent {

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
