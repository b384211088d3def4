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

package io.github.socketiospring.sample.chat;

import java.util.Map;

/**
 * Someone in the chat.
 *
 * @param name the name of the principal, which is unique
 * @param moderator whether the person may remove others and close rooms
 */
record Person(String name, boolean moderator) {

	/** The name of the socket attribute that contains the person. */
	static final String ATTRIBUTE = "person";

	/**
	 * The value of the attribute: a map, since other nodes cannot read objects of
	 * application classes.
	 */
	Map<String, Object> attribute() {
		return Map.of("name", this.name, "moderator", this.moderator);
	}

	/**
	 * The address for private messages: a Socket.IO room that contains only this person's
	 * socket.
	 */
	String address() {
		return "@" + this.name;
	}

}
