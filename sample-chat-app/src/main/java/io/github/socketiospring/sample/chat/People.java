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
import java.util.stream.IntStream;

import io.github.socketiospring.server.ConnectRefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The people in the chat. A name belongs to one person at a time, regardless of case.
 */
@Component
class People {

	private final Map<String, Person> people = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	/**
	 * Add someone to the list.
	 * @param person the person who connects
	 * @return the earlier connection of the same person, which is now replaced: the
	 * person came back before the server noticed the loss; {@code null} if there is none
	 * @throws ConnectRefusedException if someone else has the name
	 */
	synchronized @Nullable Person enter(Person person) {
		Person present = this.people.get(person.name());
		if (present != null && !present.isSameAs(person)) {
			throw new ConnectRefusedException(person.name() + " is already here.",
					new Refusal("name-taken", freeNameLike(person.name())));
		}
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

	synchronized List<String> names() {
		return this.people.values().stream().map(Person::name).toList();
	}

	private @Nullable String freeNameLike(String name) {
		return IntStream.rangeClosed(2, 9)
			.mapToObj((number) -> name + " " + number)
			.filter((candidate) -> Person.isName(candidate) && !this.people.containsKey(candidate))
			.findFirst()
			.orElse(null);
	}

}
