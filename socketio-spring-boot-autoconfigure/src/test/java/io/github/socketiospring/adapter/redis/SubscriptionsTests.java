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

package io.github.socketiospring.adapter.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SubscriptionsTests {

	private final Subscriptions subscriptions = new Subscriptions();

	@SuppressWarnings("unchecked")
	private static RedisPubSubAsyncCommands<String, byte[]> connection() {
		RedisPubSubAsyncCommands<String, byte[]> commands = mock(RedisPubSubAsyncCommands.class);
		RedisFuture<Void> sent = mock(RedisFuture.class);
		given(sent.whenComplete(any())).willReturn(new CompletableFuture<>());
		given(commands.subscribe(any(String[].class))).willReturn(sent);
		given(commands.unsubscribe(any(String[].class))).willReturn(sent);
		return commands;
	}

	/** Otherwise a request is published although its answers do not arrive. */
	@Test
	void isReadyAgainWhenTheNextConnectionIsSubscribed() {
		Subscriptions.Subscription subscription = this.subscriptions.open(List.of("a"), List.of(),
				(channel, message) -> {
				});
		CompletableFuture<Void> first = subscription.ready();
		RedisPubSubAsyncCommands<String, byte[]> old = connection();
		this.subscriptions.connected(old);
		assertThat(first).isNotDone();
		this.subscriptions.listener(old).subscribed("a", 1);
		assertThat(first).isCompleted();
		assertThat(subscription.ready()).isCompleted();
		this.subscriptions.disconnected(old);
		assertThat(subscription.stands()).isFalse();
		CompletableFuture<Void> again = subscription.ready();
		assertThat(again).isNotDone();
		RedisPubSubAsyncCommands<String, byte[]> next = connection();
		RedisPubSubListener<String, byte[]> listener = this.subscriptions.listener(next);
		this.subscriptions.connected(next);
		assertThat(again).isNotDone();
		listener.subscribed("a", 1);
		assertThat(again).isCompleted();
		assertThat(subscription.stands()).isTrue();
	}

	@Test
	void keepsNobodyWaitingWhoseSubscriptionIsClosed() throws Exception {
		Subscriptions.Subscription subscription = this.subscriptions.open(List.of("a"), List.of(),
				(channel, message) -> {
				});
		RedisPubSubAsyncCommands<String, byte[]> old = connection();
		this.subscriptions.connected(old);
		this.subscriptions.listener(old).subscribed("a", 1);
		this.subscriptions.disconnected(old);
		CompletableFuture<Void> again = subscription.ready();
		assertThat(again).isNotDone();
		subscription.close();
		again.get();
		assertThat(subscription.ready()).isCompleted();
	}

}
