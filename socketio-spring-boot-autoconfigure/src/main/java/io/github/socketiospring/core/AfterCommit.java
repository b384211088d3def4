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

package io.github.socketiospring.core;

import reactor.core.publisher.Mono;

/**
 * Sends messages after the commit of a transaction, so that clients never receive
 * messages of a transaction that was rolled back. The messages of a transaction are sent
 * once, in the order of the calls, on the thread that commits. Outside of a transaction,
 * or after its commit, they are sent at once. An error while sending is logged and has no
 * other effect, since the transaction is committed.
 *
 * @since 0.1.0
 * @see SocketIOOperations#afterCommit()
 */
public interface AfterCommit {

	/** Sends at once, without regard to transactions. */
	AfterCommit AT_ONCE = new AtOnce();

	/**
	 * Send after the commit of the imperative transaction of the current thread. It does
	 * not detect reactive transactions, for which there is {@link #mono}.
	 * @param sending sends the messages; must not block
	 */
	void run(Runnable sending);

	/**
	 * Send after the commit of the reactive transaction of the subscriber. Compose the
	 * result into the chain of the transaction; nothing is sent without a subscriber.
	 * @param sending sends the messages; must not block
	 * @return completes when the messages were sent or wait for the commit
	 */
	Mono<Void> mono(Runnable sending);

}
