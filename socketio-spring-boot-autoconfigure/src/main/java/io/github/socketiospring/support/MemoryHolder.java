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
 * The user of the memory of a {@link MemoryAccount}, such as a session. Called from any
 * thread; implementations must not block.
 *
 * @since 0.1.0
 */
public interface MemoryHolder {

	/**
	 * Return the name of this holder for logs and statistics.
	 * @return an id that was {@linkplain Ids#abbreviate abbreviated}
	 */
	String name();

	/**
	 * Return the address of the client.
	 * @return the address, {@code null} if it is not known
	 */
	@Nullable String address();

	/**
	 * Whether the client reads. If it does, packets that wait to be sent are not a reason
	 * to close this holder: the application sent them, and they will be written soon.
	 * They count only if the limit of the server is exceeded by half.
	 * @return {@code false} while the client does not read waiting packets
	 */
	boolean isTaking();

	/**
	 * Release memory as soon as possible. May be called more than once.
	 * @param excess which limit was exceeded
	 * @param held how many bytes this holder uses
	 */
	void giveBack(Excess excess, long held);

	/**
	 * The limit that was exceeded.
	 */
	enum Excess {

		/** The limit of the account. */
		OF_ACCOUNT,

		/** The limit of the server; this account uses more than its fair share. */
		OF_SERVER

	}

}
