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

package io.github.socketiospring.protocol;

import tools.jackson.databind.node.ObjectNode;

/**
 * The payload of a received CONNECT, in the form in which it came: the tree of a hostile
 * one is many times as large. It was found to be well-formed. Immutable.
 *
 * @since 0.1.0
 */
public interface ReceivedPayload {

	/**
	 * How much memory it takes.
	 * @return a number of bytes, always the same
	 */
	int size();

	/**
	 * Parse it.
	 * @return a new tree
	 * @throws PacketFormatException if it cannot be represented as a tree, which the
	 * first call finds
	 */
	ObjectNode read();

}
