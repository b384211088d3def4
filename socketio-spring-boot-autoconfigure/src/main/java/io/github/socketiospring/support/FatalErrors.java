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

package io.github.socketiospring.support;

/**
 * Recognizes errors which mean that the virtual machine has failed, typically for lack of
 * memory. The interrupted work may be incomplete, so its connection has to be closed.
 *
 * @since 0.1.0
 */
public final class FatalErrors {

	private FatalErrors() {
	}

	/**
	 * Whether an error means that the virtual machine has failed.
	 * @param error what was thrown
	 * @return {@code false} for exceptions, and for errors of single methods or classes,
	 * including a {@link StackOverflowError}
	 */
	public static boolean isFatal(Throwable error) {
		return error instanceof VirtualMachineError && !(error instanceof StackOverflowError);
	}

}
