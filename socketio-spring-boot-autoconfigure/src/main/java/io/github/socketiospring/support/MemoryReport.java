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
 * What clients make a server hold at one moment.
 *
 * @param state how close to the limit that is
 * @param limit how many bytes may be held
 * @param used how many are held, each account rounded up by some KiB
 * @param kinds what for, those of which nothing is held left out
 * @param heaviest those who hold most, at most ten, the heaviest first
 * @since 0.1.0
 */
public record MemoryReport(State state, long limit, long used, Map<MemoryKind, Long> kinds, List<MemoryUse> heaviest) {

	/**
	 * How much of the limit is used.
	 */
	public enum State {

		/** There is room. */
		ROOM,

		/** More than four fifths are used. */
		TIGHT,

		/** The limit is reached: nobody new is let in. */
		FULL

	}

}
