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
 * The sockets that have joined rooms whose broadcasts do not arrive from other nodes yet.
 * None is among them for longer than the time to wait for the broker.
 */
final class JoinedRooms {

	private final ClusterContext context;

	private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

	/**
	 * Create an empty table.
	 * @param context provides the time to wait and the threads
	 */
	JoinedRooms(ClusterContext context) {
		this.context = context;
	}

	/**
	 * Let a socket wait, beside what it waits for already.
	 * @param socketId its id
	 * @param arriving completes when the broadcasts arrive
	 */
	void await(String socketId, CompletableFuture<Void> arriving) {
		CompletableFuture<Void> joined = new CompletableFuture<>();
		Disposable expiry = this.context.timer()
			.schedule(() -> joined.complete(null), this.context.options().publishTimeout().toMillis(),
					TimeUnit.MILLISECONDS);
		// Who waits does not run on the thread that reads from the broker.
		arriving.whenComplete((none, ex) -> this.context.lanes().schedule(() -> joined.complete(null)));
		joined.whenComplete((none, ex) -> expiry.dispose());
		CompletableFuture<Void> all = this.awaited.merge(socketId, joined, CompletableFuture::allOf);
		all.whenComplete((none, ex) -> this.awaited.remove(socketId, all));
	}

	/**
	 * What a socket waits for.
	 * @param socketId its id
	 * @return completes when it need not wait any longer, {@code null} if it need not now
	 */
	@Nullable CompletableFuture<Void> awaited(String socketId) {
		return this.awaited.get(socketId);
	}

}
