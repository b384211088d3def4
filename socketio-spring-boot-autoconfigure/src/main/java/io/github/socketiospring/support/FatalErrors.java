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
 * Which errors say that the virtual machine has failed, typically for want of memory, and
 * not just the code that was running. Whatever such code worked on may be half done, so
 * its connection ends.
 *
 * @since 0.1.0
 */
public final class FatalErrors {

	private FatalErrors() {
	}

	/**
	 * Whether an error is one of these.
	 * @param error what was thrown
	 * @return {@code false} for exceptions, and for errors of single methods or classes,
	 * an endless recursion included
	 */
	public static boolean isFatal(Throwable error) {
		return error instanceof VirtualMachineError && !(error instanceof StackOverflowError);
	}

}
