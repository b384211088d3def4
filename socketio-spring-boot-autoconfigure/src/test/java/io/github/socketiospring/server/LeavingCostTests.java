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

package io.github.socketiospring.server;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.RoomListener;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The work when a socket leaves its namespace is proportional to the number of its rooms,
 * and does not depend on how many others are in them. These tests notice repeated copies
 * by their memory; an architecture rule forbids searches in lists.
 */
class LeavingCostTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int FEW = 1000;

	private static final int MANY = 16 * FEW;

	private final TestTimer timer = new TestTimer();

	@ParameterizedTest
	@EnumSource
	void isProportionalToTheRooms(End end) {
		for (AdapterFactory adapters : adapters()) {
			// The first time, classes are loaded.
			leave(adapters, end, FEW, 0);
			long few = leave(adapters, end, FEW, 0);
			long many = leave(adapters, end, MANY, 0);
			assertThat(many).isLessThan(2 * few * MANY / FEW);
		}
	}

	@ParameterizedTest
	@EnumSource
	void doesNotDependOnTheOthersInTheRooms(End end) {
		for (AdapterFactory adapters : adapters()) {
			leave(adapters, end, 100, 1);
			long few = leave(adapters, end, 100, 1);
			long many = leave(adapters, end, 100, 500);
			assertThat(many).isLessThan(2 * few);
		}
	}

	@Test
	void listenersAreToldOfEachRoomOnce() {
		for (AdapterFactory adapters : adapters()) {
			Counts counts = new Counts();
			SocketIOServer io = server((namespace, sockets) -> {
				Adapter adapter = adapters.create(namespace, sockets);
				adapter.addListener(counts);
				return adapter;
			});
			TestEngineSession session = TestEngineSession.open(io);
			io.of("/").socket(session.connect("/")).join(rooms(FEW));
			session.receive("1");
			// Its own room as well.
			assertThat(counts.left).isEqualTo(FEW + 1);
			assertThat(counts.deleted).isEqualTo(FEW + 1);
		}
	}

	private List<AdapterFactory> adapters() {
		return List.of((namespace, sockets) -> new InMemoryAdapter(sockets),
				(namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100, this.timer));
	}

	private SocketIOServer server(AdapterFactory adapters) {
		return SocketIOServers.builder()
			.options(SocketIOOptions.builder().maxRooms(MANY + 1).build())
			.adapters(adapters)
			.timer(this.timer)
			.build();
	}

	private static List<String> rooms(int count) {
		return IntStream.range(0, count).mapToObj((number) -> "room-" + number).toList();
	}

	/**
	 * Let a socket leave.
	 * @param adapters creates the adapter
	 * @param end how it leaves
	 * @param count in how many rooms it is
	 * @param others how many others are in each room
	 * @return how many bytes that allocated
	 */
	private long leave(AdapterFactory adapters, End end, int count, int others) {
		SocketIOServer io = server(adapters);
		List<String> rooms = rooms(count);
		for (int i = 0; i < others; i++) {
			io.of("/").socket(TestEngineSession.open(io).connect("/")).join(rooms);
		}
		TestEngineSession session = TestEngineSession.open(io);
		SocketIOSocket socket = io.of("/").socket(session.connect("/"));
		socket.join(rooms);
		long before = THREADS.getCurrentThreadAllocatedBytes();
		end.bring(session, socket);
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		assertThat(io.of("/").sockets()).hasSize(others);
		assertThat(socket.rooms()).isEmpty();
		return allocated;
	}

	private enum End {

		LEFT((session, socket) -> session.receive("1")),

		LOST((session, socket) -> session.lose(CloseReason.TRANSPORT_CLOSE)),

		DISCONNECTED((session, socket) -> socket.disconnect()),

		CHOSEN((session, socket) -> socket.namespace().to(socket.id()).disconnectSockets(false));

		private final BiConsumer<TestEngineSession, SocketIOSocket> action;

		End(BiConsumer<TestEngineSession, SocketIOSocket> action) {
			this.action = action;
		}

		void bring(TestEngineSession session, SocketIOSocket socket) {
			this.action.accept(session, socket);
		}

	}

	private static final class Counts implements RoomListener {

		private int left;

		private int deleted;

		@Override
		public void onLeaveRoom(String room, String socketId) {
			this.left++;
		}

		@Override
		public void onDeleteRoom(String room) {
			this.deleted++;
		}

	}

}
