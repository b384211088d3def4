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

package io.github.socketiospring.server.support.life;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The ids in use of the sockets of one namespace that may be used again: those of
 * Socket.IO 2.x clients, which derive from the session's id, and those of sockets that
 * can be recovered. A socket keeps its id until its disconnect handlers have completed,
 * so that connect handlers for the next socket with this id are called later.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TakenIds {

	private final Map<String, Holder> taken = new ConcurrentHashMap<>();

	/**
	 * Take an id, unless another socket has it. Of several clients that waited for an id,
	 * only one gets it.
	 * @param id the id of a socket that is about to connect
	 * @param lease releases the id
	 * @return {@code false} if the id is not free
	 */
	public boolean take(String id, Lease lease) {
		Holder holder = new Holder();
		if (this.taken.putIfAbsent(id, holder) != null) {
			return false;
		}
		lease.note(() -> {
			this.taken.remove(id, holder);
			holder.gone.tryEmitEmpty();
		});
		return true;
	}

	/**
	 * The socket with an id has entered, so that another connection of its client may
	 * replace it.
	 * @param id the id of a socket; ignored if it was not taken
	 */
	public void entered(String id) {
		Holder holder = this.taken.get(id);
		if (holder != null) {
			holder.entered.tryEmitEmpty();
		}
	}

	/**
	 * Wait until an id is free.
	 * @param id the id of a socket that is about to connect
	 * @return completes when the id becomes free, {@code null} if it is free now
	 */
	public @Nullable Mono<Void> freed(String id) {
		Holder holder = this.taken.get(id);
		return (holder != null) ? holder.gone.asMono() : null;
	}

	/**
	 * Wait until an id is free, or until its socket has entered.
	 * @param id the id of a socket that is about to connect
	 * @param present whether the socket that has entered is still connected
	 * @return completes when the id becomes free, or its socket may be replaced;
	 * {@code null} if it is free now
	 */
	public @Nullable Mono<Void> freedOrEntered(String id, BooleanSupplier present) {
		Holder holder = this.taken.get(id);
		if (holder == null) {
			return null;
		}
		Mono<Void> gone = holder.gone.asMono();
		return Mono.firstWithSignal(gone,
				holder.entered.asMono().then(Mono.defer(() -> present.getAsBoolean() ? Mono.empty() : gone)));
	}

	/**
	 * Signals of the socket that has an id.
	 */
	private static final class Holder {

		private final Sinks.Empty<Void> entered = Sinks.empty();

		private final Sinks.Empty<Void> gone = Sinks.empty();

	}

}
