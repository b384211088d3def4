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

package io.github.socketiospring.server;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Maps an error to the acknowledgement of an event that could not be handled. The result
 * is sent to the client, so it must not reveal internals.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorAckMapper {

	/**
	 * The member of each problem by which clients distinguish it from a result. Its value
	 * is always {@code true}.
	 */
	String PROBLEM = "socketioProblem";

	/**
	 * Describe an error.
	 * @param error what went wrong
	 * @param locale the language that the client prefers
	 * @return the argument of the acknowledgement, by default a problem as defined by RFC
	 * 9457; {@code null} to send no acknowledgement
	 */
	@Nullable Object toAcknowledgement(Throwable error, Locale locale);

	/**
	 * Map the value that an exception handler returned.
	 * @param answer what the exception handler returned
	 * @return the argument of the acknowledgement, by default the same
	 */
	default Object toAcknowledgement(Object answer) {
		return answer;
	}

}
