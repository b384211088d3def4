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

import java.util.List;
import java.util.Map;

/**
 * A snapshot of the memory that a server uses for clients.
 *
 * @param state how close the use is to the limit
 * @param limit how many bytes may be used
 * @param used how many bytes are used, each account rounded up by some KiB
 * @param kinds the number of bytes by kind, without kinds of which nothing is used
 * @param heaviest the accounts that use most memory, at most ten, the largest first
 * @since 0.1.0
 */
public record MemoryReport(State state, long limit, long used, Map<MemoryKind, Long> kinds, List<MemoryUse> heaviest) {

	/**
	 * How much of the limit is used.
	 */
	public enum State {

		/** At most four fifths are used. */
		ROOM,

		/** More than four fifths are used. */
		TIGHT,

		/** The limit is reached: new clients are refused. */
		FULL

	}

}
