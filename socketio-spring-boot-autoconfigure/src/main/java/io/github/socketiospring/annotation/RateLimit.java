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

/**
 * Limits how often an {@link OnEvent} or {@link OnAnyEvent} method is called for each
 * connection, in all namespaces that the method serves together.
 *
 * <pre class="code">
 * // at most five at once, and five a second in the long run
 * &#064;OnEvent("message")
 * &#064;RateLimit(permits = 5)
 * void message(String text) { ... }
 * </pre>
 * <p>
 * For an event beyond the limit neither the method nor an exception handler is called. If
 * it is an {@link OnEvent} method, {@link OnAnyEvent} methods do not see the event
 * either. Other handlers of the event are called, and acknowledge it. If there are none,
 * a client that requested an acknowledgement gets an error with status 429. All events
 * that a method handles count together.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RateLimit {

	/**
	 * How many events a connection may send in a period; it may send all of them at once.
	 * @return a number greater than zero
	 */
	int permits();

	/**
	 * The period, such as {@code 500ms}, {@code 1s} or {@code 2m}, from one millisecond
	 * to one day. <code>${...}</code> placeholders are resolved.
	 * @return one second by default
	 */
	String per() default "1s";

}
