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

package io.github.socketiospring.adapter.cluster;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Tracks the sockets that have joined rooms to which broadcasts of other nodes do not
 * arrive yet. A socket waits no longer than the time to wait for the broker.
 */
final class JoinedRooms {

	private final ClusterContext context;

	private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

	/**
	 * Create an empty table.
	 * @param context provides the timeout and the threads
	 */
	JoinedRooms(ClusterContext context) {
		this.context = context;
	}

	/**
	 * Let a socket wait for rooms, in addition to those for which it already waits.
	 * @param socketId the id of the socket
	 * @param arriving completes when broadcasts to the rooms arrive
	 */
	void await(String socketId, CompletableFuture<Void> arriving) {
		CompletableFuture<Void> joined = new CompletableFuture<>();
		Disposable expiry = this.context.timer()
			.schedule(() -> joined.complete(null), this.context.options().publishTimeout().toMillis(),
					TimeUnit.MILLISECONDS);
		// Waiting callers must not continue on the thread that reads from the broker.
		arriving.whenComplete((none, ex) -> this.context.lanes().schedule(() -> joined.complete(null)));
		joined.whenComplete((none, ex) -> expiry.dispose());
		CompletableFuture<Void> all = this.awaited.merge(socketId, joined, CompletableFuture::allOf);
		all.whenComplete((none, ex) -> this.awaited.remove(socketId, all));
	}

	/**
	 * Return the future for which a socket waits.
	 * @param socketId the id of the socket
	 * @return completes when the socket need not wait any longer, {@code null} if it does
	 * not wait
	 */
	@Nullable CompletableFuture<Void> awaited(String socketId) {
		return this.awaited.get(socketId);
	}

}
