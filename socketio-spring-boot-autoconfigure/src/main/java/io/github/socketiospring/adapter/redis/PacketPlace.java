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
 * Where a frame has the packet of an event for clients, if it has one.
 */
enum PacketPlace {

	/** The frame is an array, with the packet behind the sender. */
	SECOND(1),

	/** The frame is a map, with the packet as a property. */
	PROPERTY(1),

	/** The frame is a map, and so is its data, with the packet as a property. */
	DATA(2),

	/** The frame has no event for clients. A property of that name is something else. */
	NONE(1);

	private final int above;

	PacketPlace(int above) {
		this.above = above;
	}

	/**
	 * What is around a packet, or around anything else that has its depth.
	 * @return the number of arrays and maps
	 */
	int above() {
		return this.above;
	}

}
