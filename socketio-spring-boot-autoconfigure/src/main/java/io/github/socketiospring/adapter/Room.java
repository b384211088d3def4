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

package io.github.socketiospring.adapter;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The members of a room on this node. Thread-safe.
 */
final class Room {

	private final Set<Membership> members = ConcurrentHashMap.newKeySet();

	private final MemberArray array = new MemberArray(this.members);

	Room with(Membership membership) {
		this.members.add(membership);
		this.array.discard();
		return this;
	}

	/**
	 * Remove a member.
	 * @param membership the membership of the socket that leaves
	 * @return whether the room is empty now
	 */
	boolean remove(Membership membership) {
		this.members.remove(membership);
		this.array.discard();
		return this.members.isEmpty();
	}

	Set<Membership> members() {
		return this.members;
	}

	Membership[] toArray() {
		return this.array.get();
	}

}
