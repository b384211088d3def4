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

import java.util.Optional;

import io.github.socketiospring.core.AfterCommit;
import reactor.core.publisher.Mono;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * {@link AfterCommit} with Spring's imperative and reactive transactions. Each
 * transaction has its own list of messages.
 *
 * @since 0.1.0
 */
public final class TransactionalAfterCommit implements AfterCommit {

	@Override
	public void run(Runnable sending) {
		ImperativeMessages messages = ImperativeMessages.ofThread(this);
		if (messages != null) {
			messages.add(sending);
		}
		else {
			AT_ONCE.run(sending);
		}
	}

	@Override
	public Mono<Void> mono(Runnable sending) {
		return TransactionSynchronizationManager.forCurrentTransaction()
			.map(Optional::of)
			.onErrorResume(NoTransactionException.class, (ex) -> Mono.just(Optional.empty()))
			.flatMap((manager) -> Mono.fromRunnable(() -> send(manager, sending)));
	}

	private void send(Optional<TransactionSynchronizationManager> manager, Runnable sending) {
		ReactiveMessages messages = manager.map((present) -> ReactiveMessages.of(present, this)).orElse(null);
		if (messages != null) {
			messages.add(sending);
		}
		else {
			AT_ONCE.run(sending);
		}
	}

}
