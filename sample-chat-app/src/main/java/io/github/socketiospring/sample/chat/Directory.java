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

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Lists who is in the chat, and in which rooms. The list is not stored but read from the
 * sockets of all nodes. After each change every node reads the list again and sends it to
 * its own clients.
 */
@Component
class Directory {

	/** The event that makes the other nodes read the list again. */
	static final String CHANGED = "changed";

	private static final Logger logger = LoggerFactory.getLogger(Directory.class);

	private final SocketIOTemplate socketIO;

	private final SocketIOServer server;

	private final History history;

	private final ChatProperties properties;

	private final JsonMapper mapper;

	private final ApplicationEventPublisher events;

	private final Sinks.Many<Boolean> changes = Sinks.many().multicast().directBestEffort();

	private volatile Listing listing = new Listing(List.of(), List.of(), false);

	Directory(SocketIOTemplate socketIO, SocketIOServer server, History history, ChatProperties properties,
			JsonMapper mapper, ApplicationEventPublisher events) {
		this.socketIO = socketIO;
		this.server = server;
		this.history = history;
		this.properties = properties;
		this.mapper = mapper;
		this.events = events;
		// Read the lists one after the other, since otherwise an older one could be sent
		// last. All changes during one read are covered by a single further one.
		this.changes.asFlux().onBackpressureLatest().concatMap((change) -> lookAndSend(), 0).subscribe();
	}

	/**
	 * Refresh the list on all nodes after someone on this node has come, left or changed
	 * rooms.
	 */
	void announce() {
		refresh();
		this.socketIO.of(ChatNamespace.PATH).serverSideEmit(CHANGED);
	}

	/**
	 * Read the list, and send it to the clients of this node.
	 */
	synchronized void refresh() {
		this.changes.tryEmitNext(true);
	}

	/**
	 * Detects changes that were not announced, such as those of a node that was killed.
	 */
	@Scheduled(fixedDelayString = "${chat.check-interval:5s}")
	void check() {
		look().filter((found) -> !found.equals(this.listing)).subscribe((found) -> refresh());
	}

	private Mono<Void> lookAndSend() {
		return Mono.defer(() -> {
			Instant start = Instant.now();
			return look().doOnNext((found) -> send(found, start));
		}).onErrorResume((ex) -> {
			logger.warn("The list of people cannot be sent", ex);
			return Mono.empty();
		}).then();
	}

	private void send(Listing found, Instant start) {
		this.listing = found;
		if (found.complete()) {
			this.history.keepOnly(found.roomNames(), start);
		}
		this.socketIO.of(ChatNamespace.PATH).local().emit("directory", found);
		this.events.publishEvent(new PeopleListed(found.names()));
	}

	private Mono<Listing> look() {
		AtomicBoolean complete = new AtomicBoolean(true);
		return this.socketIO.of(ChatNamespace.PATH).fetchSockets().onErrorResume((ex) -> {
			// The known sockets were emitted before: at least those of this node.
			logger.debug("Not all nodes have reported their sockets", ex);
			complete.set(false);
			return Flux.empty();
		}).collectList().map((sockets) -> list(sockets, complete.get()));
	}

	private Listing list(List<RemoteSocket> sockets, boolean complete) {
		Map<String, Person> people = new TreeMap<>();
		Map<String, Set<String>> members = new TreeMap<>();
		for (RemoteSocket socket : sockets) {
			Object attribute = socket.attributes().get(Person.ATTRIBUTE);
			if (attribute != null) {
				Person person = this.mapper.convertValue(attribute, Person.class);
				people.put(person.name(), person);
				socket.rooms()
					.stream()
					.filter((room) -> room.startsWith("#"))
					.forEach((room) -> members.computeIfAbsent(room, (name) -> new TreeSet<>()).add(person.name()));
			}
		}
		Set<String> names = new LinkedHashSet<>(this.properties.rooms());
		names.addAll(members.keySet());
		return new Listing(List.copyOf(people.values()),
				names.stream().map((name) -> new Room(name, members.getOrDefault(name, Set.of()))).toList(), complete);
	}

	/**
	 * Whether someone is in the chat.
	 * @param address their {@link Person#address() address}
	 */
	boolean isHere(String address) {
		// The local room also contains people whom the list does not have yet.
		return this.server.of(ChatNamespace.PATH).roomSize(address) > 0
				|| this.listing.people().stream().anyMatch((person) -> person.address().equals(address));
	}

	/**
	 * Whether a room exists.
	 * @param name the room's name
	 */
	boolean hasRoom(String name) {
		return roomNames().contains(name);
	}

	int roomCount() {
		return roomNames().size();
	}

	/**
	 * Includes the rooms of this node, since the last list may not contain the latest
	 * ones.
	 */
	private Set<String> roomNames() {
		Set<String> names = new HashSet<>(this.listing.roomNames());
		this.server.of(ChatNamespace.PATH).rooms().stream().filter((room) -> room.startsWith("#")).forEach(names::add);
		return names;
	}

	/**
	 * The payload of the {@code directory} event.
	 *
	 * @param people all people
	 * @param rooms each room with the names of the people in it
	 * @param complete whether all nodes have reported their sockets
	 */
	record Listing(List<Person> people, List<Room> rooms, @JsonIgnore boolean complete) {

		Set<String> names() {
			return this.people.stream().map(Person::name).collect(Collectors.toSet());
		}

		Set<String> roomNames() {
			return this.rooms.stream().map(Room::name).collect(Collectors.toSet());
		}

	}

	/**
	 * A room as shown in the list.
	 *
	 * @param name the room's name
	 * @param people the names of the members
	 */
	record Room(String name, Set<String> people) {

	}

}
