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

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The messages of an imperative transaction, bound to its thread.
 */
final class ImperativeMessages implements TransactionSynchronization {

	private final Object key;

	private final Messages messages = new Messages();

	private ImperativeMessages(Object key) {
		this.key = key;
	}

	/**
	 * Find the messages of the current transaction.
	 * @param key the key of the resource
	 * @return the messages, {@code null} without a transaction
	 */
	static @Nullable ImperativeMessages ofThread(Object key) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()
				|| !TransactionSynchronizationManager.isActualTransactionActive()) {
			return null;
		}
		ImperativeMessages present = (ImperativeMessages) TransactionSynchronizationManager.getResource(key);
		if (present == null) {
			present = new ImperativeMessages(key);
			TransactionSynchronizationManager.bindResource(key, present);
			TransactionSynchronizationManager.registerSynchronization(present);
		}
		return present;
	}

	void add(Runnable sending) {
		this.messages.add(sending);
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.key);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.key, this);
	}

	@Override
	public void savepoint(Object savepoint) {
		this.messages.savepoint(savepoint);
	}

	@Override
	public void savepointRollback(Object savepoint) {
		this.messages.rollback(savepoint);
	}

	@Override
	public void afterCommit() {
		this.messages.committed();
	}

	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.key);
		if (status == STATUS_COMMITTED) {
			// If another afterCommit registered this, its own afterCommit was not called.
			this.messages.committed();
		}
	}

}
