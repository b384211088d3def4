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

package io.github.socketiospring.docs;

import io.github.socketiospring.core.SocketIOTemplate;
import reactor.core.publisher.Mono;

import org.springframework.transaction.annotation.Transactional;

/**
 * The code about transactions in {@code docs/verbs.md}.
 */
class TransactionSnippets {

	private final SocketIOTemplate socketIO;

	private final Orders orders;

	TransactionSnippets(SocketIOTemplate socketIO, Orders orders) {
		this.socketIO = socketIO;
		this.orders = orders;
	}

	@Transactional
	void ship(Order order) {
		this.orders.markShipped(order);
		this.socketIO.afterCommit().run(() -> this.socketIO.to("ops").emit("shipped", order));
	}

	@Transactional
	Mono<Void> shipLater(Order order) {
		return this.orders.save(order)
			.then(this.socketIO.afterCommit().mono(() -> this.socketIO.to("ops").emit("shipped", order)));
	}

	record Order(String id) {
	}

	/**
	 * Repositories of the application.
	 */
	interface Orders {

		void markShipped(Order order);

		Mono<Order> save(Order order);

	}

}
