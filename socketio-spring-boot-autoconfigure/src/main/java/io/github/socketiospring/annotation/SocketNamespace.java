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

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks a bean whose methods serve a namespace.
 *
 * <pre class="code">
 * &#064;SocketNamespace("/chat")
 * class ChatNamespace {
 *
 *     &#064;OnEvent("message")
 *     Mono&lt;Receipt&gt; message(SocketIOSocket socket, ChatMessage text) { ... }
 *
 * }
 * </pre>
 * <p>
 * The methods are marked with {@link OnConnect}, {@link OnEvent}, {@link OnAnyEvent},
 * {@link OnDisconnecting}, {@link OnDisconnect}, {@link OnServerEvent} and
 * {@link SocketExceptionHandler}. They may have any visibility but private, must not be
 * static, and are called through the bean, so that proxies (transactions, method
 * security, caching, retry) take effect.
 * <p>
 * Several beans may have the same path, but only one of them may have an {@code @OnEvent}
 * method for a given event, and one an {@code @OnServerEvent} method. Beans are called in
 * the order of their {@link org.springframework.core.annotation.Order @Order}, and
 * methods of one kind in a bean in the order of the {@code @Order} on the methods, which
 * is the lowest precedence by default. Methods of the same order are called in the
 * alphabetical order of their names.
 * <p>
 * If the patterns of several paths match a name, its namespace is served by the beans of
 * all of them, path by path. Each of their methods for an event is called, and the first
 * one to complete acknowledges the event.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface SocketNamespace {

	/**
	 * Same as {@link #path}.
	 * @return the namespace's name or pattern
	 */
	@AliasFor("path")
	String value() default "/";

	/**
	 * The namespace's name, such as {@code /chat}, or a pattern of
	 * {@link org.springframework.util.AntPathMatcher}, such as <code>/tenant-{id}</code>
	 * or {@code /orders/**}, which creates a namespace for every name that it matches. A
	 * namespace that is defined by its name takes precedence over a pattern. Get
	 * variables with {@link NamespaceVariable}. <code>${...}</code> placeholders are
	 * resolved.
	 * @return the namespace's name or pattern
	 */
	@AliasFor("value")
	String path() default "/";

}
