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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryAdapterTests extends AdapterContractTests {

	@Override
	protected Adapter create(LocalSockets sockets) {
		return new InMemoryAdapter(sockets);
	}

	@Test
	void knowsOfNoOtherNode() {
		TestSockets sockets = new TestSockets();
		Adapter adapter = create(sockets);
		adapter.serverSideEmit(Packet.event("/", "hello"));
		assertThat(adapter.serverSideEmit(Packet.event("/", "hello"), Duration.ofSeconds(1)).collectList().block())
			.isEmpty();
		assertThat(sockets.serverSideEvents()).isEmpty();
	}

	@Test
	void addsNoOffset() {
		Adapter adapter = create(new TestSockets());
		TestSocket socket = new TestSocket("a", adapter);
		adapter.add(socket, List.of());
		adapter.broadcast(Packet.event("/", "hello"), BroadcastOptions.ALL);
		assertThat(socket.packets()).extracting(Packet::offset).containsOnlyNulls();
	}

	@Test
	void broadcastsToWhoeverIsThereWhileOthersBroadcast() {
		Adapter adapter = create(new TestSockets());
		BroadcastOptions room = BroadcastOptions.room("x");
		AtomicBoolean done = new AtomicBoolean();
		Race.Task busy = () -> {
			while (!done.get()) {
				adapter.broadcast(Packet.event("/", "noise"), room);
				adapter.broadcast(Packet.event("/", "noise"), BroadcastOptions.ALL);
			}
		};
		Race.Task comeAndGo = () -> {
			try {
				for (int i = 0; i < 2000; i++) {
					TestSocket guest = new TestSocket("guest", adapter);
					adapter.add(guest, List.of("x"));
					adapter.broadcast(Packet.event("/", "to the room"), room);
					adapter.broadcast(Packet.event("/", "to all"), BroadcastOptions.ALL);
					assertThat(guest.events()).contains("to the room", "to all");
					adapter.leave(guest, List.of("x"));
					adapter.broadcast(Packet.event("/", "after leaving"), room);
					adapter.remove(guest);
					adapter.broadcast(Packet.event("/", "after all"), BroadcastOptions.ALL);
					assertThat(guest.events()).doesNotContain("after leaving", "after all");
				}
			}
			finally {
				done.set(true);
			}
		};
		Race.run(busy, comeAndGo);
	}

}
