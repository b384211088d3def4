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

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;

import io.github.socketiospring.adapter.BroadcastOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where a {@link BroadcastOperator} sends to: one namespace, or all children of a
 * pattern.
 */
interface BroadcastTarget {

	void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments);

	<T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments);

	Flux<RemoteSocket> fetchSockets(BroadcastOptions options);

	Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms);

	Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms);

	Mono<Void> disconnectAll(BroadcastOptions options, boolean close);

}
