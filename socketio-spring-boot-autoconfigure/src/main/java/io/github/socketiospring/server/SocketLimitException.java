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

/**
 * A call would have exceeded a limit of one socket, such as that of its rooms. Since
 * clients can often cause that, an event that fails with it is counted, but not logged as
 * an error.
 *
 * @since 0.1.0
 * @see SocketIOCounter
 */
public class SocketLimitException extends IllegalStateException {

	/**
	 * Create an exception.
	 * @param message the limit and the requested value
	 */
	public SocketLimitException(String message) {
		super(message);
	}

}
