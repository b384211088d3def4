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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.core.SocketIOOperations;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class DirectoryTests {

	private static final ChatProperties PROPERTIES = new ChatProperties(List.of("#lobby"), 0, 0, Duration.ZERO,
			Map.of(), List.of());

	private final SocketIOTemplate socketIO = mock();

	private final SocketIOOperations sockets = mock();

	private final SocketIOServer server = mock();

	private final Namespace namespace = mock();

	private final History history = mock();

	private final ApplicationEventPublisher events = mock();

	private final Directory directory = new Directory(this.socketIO, this.server, this.history, PROPERTIES,
			JsonMapper.shared(), this.events);

	@BeforeEach
	void open() {
		given(this.socketIO.of(ChatNamespace.PATH)).willReturn(this.sockets);
		given(this.sockets.local()).willReturn(mock());
		given(this.server.of(ChatNamespace.PATH)).willReturn(this.namespace);
	}

	@Test
	void keepsTheHistoryWhenANodeDoesNotAnswer() {
		RemoteSocket ann = socket("ann", "#shed");
		given(this.sockets.fetchSockets())
			.willReturn(Flux.just(ann).concatWith(Flux.error(new IllegalStateException("No answer"))));
		this.directory.refresh();
		then(this.events).should().publishEvent(new PeopleListed(Set.of("ann")));
		then(this.history).shouldHaveNoInteractions();
		given(this.sockets.fetchSockets()).willReturn(Flux.just(ann));
		this.directory.check();
		then(this.history).should().keepOnly(eq(Set.of("#lobby", "#shed")), any());
	}

	@Test
	void countsRoomsOfThisNodeThatAreNotListedYet() {
		RemoteSocket ann = socket("ann", "#shed");
		given(this.sockets.fetchSockets()).willReturn(Flux.just(ann));
		this.directory.refresh();
		given(this.namespace.rooms()).willReturn(Set.of("#shed", "#attic", "@ann"));
		assertThat(this.directory.hasRoom("#attic")).isTrue();
		assertThat(this.directory.hasRoom("@ann")).isFalse();
		assertThat(this.directory.roomCount()).isEqualTo(3);
	}

	private static RemoteSocket socket(String name, String room) {
		Person person = new Person(name, false);
		RemoteSocket socket = mock();
		given(socket.attributes()).willReturn(Map.of(Person.ATTRIBUTE, person.attribute()));
		given(socket.rooms()).willReturn(Set.of(person.address(), room));
		return socket;
	}

}
