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

package io.github.socketiospring.server.support.inbound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;

/**
 * The sockets of one server with handlers that have returned and not completed.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class HandlersAtWork {

	private final Set<AtWork> sockets = ConcurrentHashMap.newKeySet();

	void add(AtWork socket) {
		this.sockets.add(socket);
	}

	void remove(AtWork socket) {
		this.sockets.remove(socket);
	}

	/**
	 * Describe the running handlers.
	 * @return a snapshot, the oldest first
	 */
	public List<HandlerAtWork> describe() {
		List<HandlerAtWork> handlers = new ArrayList<>();
		this.sockets.forEach((socket) -> socket.describe(handlers::add));
		handlers.sort(Comparator.comparing(HandlerAtWork::age).reversed());
		return handlers;
	}

}
