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

package io.github.socketiospring.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only if the named programs are on the {@code PATH}. If one is missing, the
 * test is skipped with a reason; in the full run of {@link TestProfile} it fails instead.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequiresToolCondition.class)
public @interface RequiresTool {

	/**
	 * The executables that are needed, all of them.
	 * @return names as typed in a shell, such as {@code "node"}
	 */
	String[] value();

	/**
	 * The modules that one {@code python3} on the {@code PATH} has to be able to import.
	 * @return names of modules, none by default
	 */
	String[] pythonModules() default {};

}
