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

/**
 * Decides whether the client or the server caused an error. An error of the client is
 * counted and logged as one line at DEBUG; an error of the server is logged at ERROR with
 * its stack trace. The reason is sent to a client whose CONNECT is refused.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorStatusResolver {

	/**
	 * Resolve an error. May be called from any thread.
	 * @param error the error to classify
	 * @param locale the language that the client prefers
	 * @return the status and the description for the client
	 */
	ErrorStatus resolve(Throwable error, Locale locale);

}
