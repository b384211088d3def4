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

import org.jspecify.annotations.Nullable;

/**
 * Who holds the memory of a {@link MemoryAccount}, such as a session. Called from any
 * thread; nothing here may block.
 *
 * @since 0.1.0
 */
public interface MemoryHolder {

	/**
	 * Who this is, for logs and statistics.
	 * @return an id that was {@linkplain Ids#abbreviate abbreviated}
	 */
	String name();

	/**
	 * Where its client is.
	 * @return the address, {@code null} when it is not known
	 */
	@Nullable String address();

	/**
	 * Whether its client takes what is sent to it. If it does, what waits to be sent is
	 * no reason to end this holder: the application sent it, and it will be gone soon.
	 * @return {@code false} while the client leaves what waits for it
	 */
	boolean isTaking();

	/**
	 * Give back what is held, as soon as possible. May be asked more than once.
	 * @param excess whose bound was passed
	 * @param held what this holds, in bytes
	 */
	void giveBack(Excess excess, long held);

	/**
	 * Whose bound was passed.
	 */
	enum Excess {

		/** The account's own. */
		OF_ACCOUNT,

		/** The server's, and this account is among those above their fair share. */
		OF_SERVER

	}

}
