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

/**
 * Someone in the chat, kept as an attribute of their socket.
 *
 * @param name the name of the principal, which is unique
 * @param socketId the id of the person's socket
 * @param moderator whether the person may remove others and close rooms
 */
record Person(String name, String socketId, boolean moderator) {

	/** The attribute of the socket. */
	static final String ATTRIBUTE = "person";

	/**
	 * The address for private messages: a Socket.IO room that contains only this person's
	 * socket.
	 */
	String address() {
		return "@" + this.name;
	}

}
