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

/**
 * Marks a parameter that gets the {@code auth} payload of the client's CONNECT, or one
 * property of it, converted by Jackson to the declared type.
 *
 * <pre class="code">
 * // io("/chat", { auth: { token: "abcd" } })
 * &#064;OnConnect
 * void connected(&#064;AuthPayload("token") String token) { ... }
 * </pre>
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface AuthPayload {

	/**
	 * Same as {@link #name}.
	 * @return the name of the property
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of a property, by default the whole payload. If a client sends no payload,
	 * it is an empty object.
	 * @return the name of the property
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Whether it is an error if the named property is missing. For an
	 * {@link java.util.Optional} it never is.
	 * @return {@code true} by default
	 */
	boolean required() default true;

}
