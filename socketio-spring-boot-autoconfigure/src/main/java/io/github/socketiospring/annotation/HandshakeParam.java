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
 * Marks a parameter that gets a query parameter of the HTTP request that opened the
 * connection, converted to the declared type. A {@link java.util.Map} without a name gets
 * all of them.
 *
 * <pre class="code">
 * // io("/chat", { query: { version: 3 } })
 * &#064;OnConnect
 * void connected(&#064;HandshakeParam int version) { ... }
 * </pre>
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface HandshakeParam {

	/**
	 * Same as {@link #name}.
	 * @return the name of the query parameter
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the query parameter, by default that of the method's parameter.
	 * @return the name of the query parameter
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Whether it is an error if the query parameter is missing. For an
	 * {@link java.util.Optional} it never is.
	 * @return {@code true} by default
	 */
	boolean required() default true;

}
