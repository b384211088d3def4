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

package io.github.socketiospring.adapter.redis;

/**
 * The places in a frame that may contain the packet of an event for clients.
 */
enum PacketPlace {

	/** The frame is an array in which the packet follows the sender. */
	SECOND(1),

	/** The frame is a map, and the packet is a property. */
	PROPERTY(1),

	/**
	 * The frame is a map with a map of data, and the packet is a property of the data.
	 */
	DATA(2),

	/**
	 * The frame contains no event for clients, and a property of that name has another
	 * meaning.
	 */
	NONE(1);

	private final int above;

	PacketPlace(int above) {
		this.above = above;
	}

	/**
	 * The nesting level of the packet in the frame.
	 * @return the number of arrays and maps that enclose the packet
	 */
	int above() {
		return this.above;
	}

}
