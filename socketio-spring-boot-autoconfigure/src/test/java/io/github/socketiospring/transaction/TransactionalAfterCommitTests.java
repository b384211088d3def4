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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TransactionalAfterCommit}.
 */
class TransactionalAfterCommitTests {

	private final TransactionalAfterCommit afterCommit = new TransactionalAfterCommit();

	private final List<String> log = new ArrayList<>();

	private final TransactionTemplate transaction = new TransactionTemplate(new Imperative());

	private final TransactionalOperator reactive = TransactionalOperator.create(new Reactive());

	private void send(String message) {
		this.afterCommit.run(() -> this.log.add(message));
	}

	private Mono<Void> sending(String message) {
		return this.afterCommit.mono(() -> this.log.add(message));
	}

	@Test
	void sendsInOrderAfterTheCommit() {
		this.transaction.executeWithoutResult((status) -> {
			send("a");
			send("b");
			assertThat(this.log).isEmpty();
		});
		assertThat(this.log).containsExactly("commit", "a", "b");
		this.transaction.executeWithoutResult((status) -> send("c"));
		assertThat(this.log).endsWith("commit", "c");
	}

	@Test
	void sendsNothingThatIsRolledBack() {
		this.transaction.executeWithoutResult((status) -> {
			send("a");
			status.setRollbackOnly();
		});
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
			send("b");
			throw new IllegalStateException("failed");
		}));
		assertThat(this.log).containsExactly("rollback", "rollback");
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
	}

	@Test
	void sendsAtOnceWithoutTransaction() {
		send("a");
		assertThat(this.log).containsExactly("a");
		sending("b").block();
		assertThat(this.log).containsExactly("a", "b");
	}

	@Test
	void sendsAtOnceWithinAfterCommit() {
		this.transaction.executeWithoutResult((status) -> this.afterCommit.run(() -> {
			this.log.add("a");
			send("b");
			this.log.add("c");
		}));
		assertThat(this.log).containsExactly("commit", "a", "b", "c");
	}

	@Test
	void losesNothingThatIsSentWithinTheAfterCommitOfAnother() {
		this.transaction.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						send("a");
					}

				}));
		assertThat(this.log).containsExactly("commit", "a");
	}

	@Test
	void doesNotFailTheCallerAfterTheCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.afterCommit.run(() -> {
				throw new IllegalStateException("not sent");
			});
			send("b");
		});
		assertThat(this.log).containsExactly("commit", "b");
		this.reactive.transactional(Mono.defer(() -> this.afterCommit.mono(() -> {
			throw new IllegalStateException("not sent");
		}))).block();
		assertThat(this.log).containsExactly("commit", "b", "commit");
	}

	@Test
	void separatesATransactionFromTheOneWithin() {
		TransactionTemplate inner = new TransactionTemplate(this.transaction.getTransactionManager());
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.executeWithoutResult((status) -> {
			send("outer");
			inner.executeWithoutResult((within) -> send("inner"));
			assertThat(this.log).containsExactly("commit", "inner");
			send("outer too");
		});
		assertThat(this.log).containsExactly("commit", "inner", "commit", "outer", "outer too");
	}

	@Test
	void forgetsWhatIsRolledBackToASavepoint() {
		TransactionTemplate nested = new TransactionTemplate(this.transaction.getTransactionManager());
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		this.transaction.executeWithoutResult((status) -> {
			nested.executeWithoutResult((within) -> {
				send("first, rolled back");
				within.setRollbackOnly();
			});
			send("kept");
			nested.executeWithoutResult((within) -> {
				send("rolled back");
				within.setRollbackOnly();
			});
			nested.executeWithoutResult((within) -> send("nested"));
		});
		assertThat(this.log).containsExactly("commit", "kept", "nested");
	}

	@Test
	void composesIntoReactiveTransactions() {
		this.reactive
			.transactional(
					sending("a").then(Mono.fromRunnable(() -> this.log.add("work")).subscribeOn(Schedulers.parallel()))
						.then(sending("b")))
			.block();
		assertThat(this.log).containsExactly("work", "commit", "a", "b");
	}

	@Test
	void sendsNothingOfReactiveTransactionsThatAreRolledBack() {
		this.reactive.transactional(sending("a").then(Mono.error(new IllegalStateException("failed"))))
			.onErrorComplete()
			.block();
		assertThat(this.log).containsExactly("rollback");
	}

	@Test
	void sendsAtOnceWithinAReactiveAfterCommit() {
		this.reactive.transactional(this.afterCommit.mono(() -> {
			this.log.add("a");
			send("b");
		})).block();
		assertThat(this.log).containsExactly("commit", "a", "b");
	}

	@Test
	void doesNothingUntilSubscribed() {
		Mono<Void> sending = sending("a");
		assertThat(this.log).isEmpty();
		sending.block();
		assertThat(this.log).containsExactly("a");
	}

	/**
	 * Writes down what becomes of transactions.
	 */
	private final class Imperative extends AbstractPlatformTransactionManager {

		private Object current;

		Imperative() {
			setNestedTransactionAllowed(true);
		}

		@Override
		protected Object doGetTransaction() {
			return new Savepoints(this.current != null);
		}

		@Override
		protected boolean isExistingTransaction(Object transaction) {
			return ((Savepoints) transaction).existing;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.current = transaction;
		}

		@Override
		protected Object doSuspend(Object transaction) {
			Object suspended = this.current;
			this.current = null;
			return suspended;
		}

		@Override
		protected void doResume(Object transaction, Object suspendedResources) {
			this.current = suspendedResources;
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			TransactionalAfterCommitTests.this.log.add("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			TransactionalAfterCommitTests.this.log.add("rollback");
		}

		@Override
		protected void doCleanupAfterCompletion(Object transaction) {
			this.current = null;
		}

	}

	/**
	 * A transaction with savepoints.
	 */
	private static final class Savepoints implements SmartTransactionObject, SavepointManager {

		private final boolean existing;

		Savepoints(boolean existing) {
			this.existing = existing;
		}

		@Override
		public boolean isRollbackOnly() {
			return false;
		}

		@Override
		public void flush() {
		}

		@Override
		public Object createSavepoint() {
			return new Object();
		}

		@Override
		public void rollbackToSavepoint(Object savepoint) {
		}

		@Override
		public void releaseSavepoint(Object savepoint) {
		}

	}

	/**
	 * Writes down what becomes of transactions.
	 */
	private final class Reactive extends AbstractReactiveTransactionManager {

		@Override
		protected Object doGetTransaction(
				org.springframework.transaction.reactive.TransactionSynchronizationManager manager) {
			return new Object();
		}

		@Override
		protected Mono<Void> doBegin(org.springframework.transaction.reactive.TransactionSynchronizationManager manager,
				Object transaction, TransactionDefinition definition) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doCommit(
				org.springframework.transaction.reactive.TransactionSynchronizationManager manager,
				GenericReactiveTransaction status) {
			return Mono.fromRunnable(() -> TransactionalAfterCommitTests.this.log.add("commit"));
		}

		@Override
		protected Mono<Void> doRollback(
				org.springframework.transaction.reactive.TransactionSynchronizationManager manager,
				GenericReactiveTransaction status) {
			return Mono.fromRunnable(() -> TransactionalAfterCommitTests.this.log.add("rollback"));
		}

	}

}
