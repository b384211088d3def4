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
 * Marks a parameter that gets one of the socket's attributes, typically set by middleware
 * or an {@link OnConnect} method.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SocketAttribute {

	/**
	 * Same as {@link #name}.
	 * @return the name of the attribute
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the attribute, by default that of the parameter.
	 * @return the name of the attribute
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Whether it is an error if the attribute is missing. For an
	 * {@link java.util.Optional} it never is.
	 * @return {@code true} by default
	 */
	boolean required() default true;

}
