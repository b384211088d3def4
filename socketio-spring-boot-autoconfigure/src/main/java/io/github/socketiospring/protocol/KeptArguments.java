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

package io.github.socketiospring.protocol;

/**
 * Arguments that wait in their encoded form, which has been validated. Immutable: any
 * number of readers can read them, on any thread.
 *
 * @since 0.1.0
 */
public interface KeptArguments {

	/**
	 * How much memory the arguments use while they wait.
	 * @return a number of bytes, which does not change
	 */
	long size();

	/**
	 * Read the arguments.
	 * @return a new reader, which starts with the first argument
	 */
	ArgumentReader reader();

}
