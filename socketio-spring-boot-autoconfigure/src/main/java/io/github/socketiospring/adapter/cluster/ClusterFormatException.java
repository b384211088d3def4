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

package io.github.socketiospring.adapter.cluster;

/**
 * Thrown when a frame is malformed or exceeds a limit. The frame is ignored.
 *
 * @since 0.1.0
 */
public class ClusterFormatException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong, without content from the peer
	 */
	public ClusterFormatException(String message) {
		super(message);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, without content from the peer
	 * @param cause the exception of the parser
	 */
	public ClusterFormatException(String message, Throwable cause) {
		super(message, cause);
	}

}
