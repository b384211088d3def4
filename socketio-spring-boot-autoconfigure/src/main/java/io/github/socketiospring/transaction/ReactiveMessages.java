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

package io.github.socketiospring.transaction;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * The messages of a reactive transaction, bound to its Reactor context.
 */
final class ReactiveMessages implements TransactionSynchronization {

	private final TransactionSynchronizationManager manager;

	private final Object key;

	private final Messages messages = new Messages();

	private ReactiveMessages(TransactionSynchronizationManager manager, Object key) {
		this.manager = manager;
		this.key = key;
	}

	/**
	 * Find the messages of a transaction.
	 * @param manager the state of the transaction
	 * @param key the key of the resource
	 * @return the messages, {@code null} if the transaction is not active
	 */
	static @Nullable ReactiveMessages of(TransactionSynchronizationManager manager, Object key) {
		if (!manager.isSynchronizationActive() || !manager.isActualTransactionActive()) {
			return null;
		}
		ReactiveMessages present = (ReactiveMessages) manager.getResource(key);
		if (present == null) {
			present = new ReactiveMessages(manager, key);
			manager.bindResource(key, present);
			manager.registerSynchronization(present);
		}
		return present;
	}

	void add(Runnable sending) {
		this.messages.add(sending);
	}

	@Override
	public Mono<Void> suspend() {
		return Mono.fromRunnable(() -> this.manager.unbindResourceIfPossible(this.key));
	}

	@Override
	public Mono<Void> resume() {
		return Mono.fromRunnable(() -> this.manager.bindResource(this.key, this));
	}

	@Override
	public Mono<Void> afterCommit() {
		return Mono.fromRunnable(this.messages::committed);
	}

	@Override
	public Mono<Void> afterCompletion(int status) {
		return Mono.fromRunnable(() -> {
			this.manager.unbindResourceIfPossible(this.key);
			if (status == STATUS_COMMITTED) {
				// If another afterCommit registered this, its own afterCommit was not
				// called.
				this.messages.committed();
			}
		});
	}

}
