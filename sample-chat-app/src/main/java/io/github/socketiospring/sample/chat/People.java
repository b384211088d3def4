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

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The people in the chat, each with one connection.
 */
@Component
class People {

	private final Map<String, Person> people = new TreeMap<>();

	/**
	 * Add someone to the list.
	 * @param person the person who connects
	 * @return the earlier connection of the same person, which is now replaced: the
	 * person opened another window, or came back before the server noticed the loss;
	 * {@code null} if there is none
	 */
	synchronized @Nullable Person enter(Person person) {
		return this.people.put(person.name(), person);
	}

	/**
	 * Remove someone from the list.
	 * @param person the person who leaves
	 * @return {@code false} if another connection has replaced this one
	 */
	synchronized boolean leave(Person person) {
		return this.people.values().remove(person);
	}

	/**
	 * Whether someone is in the chat.
	 * @param address their {@link Person#address() address}
	 */
	synchronized boolean isHere(String address) {
		return this.people.values().stream().anyMatch((person) -> person.address().equals(address));
	}

	synchronized List<Person> list() {
		return List.copyOf(this.people.values());
	}

}
