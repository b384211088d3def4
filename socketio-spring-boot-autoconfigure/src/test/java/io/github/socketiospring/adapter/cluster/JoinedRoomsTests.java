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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who waits, and how long, where a bus subscribes rooms one by one.
 */
class JoinedRoomsTests {

	private static final Duration PUBLISH_TIMEOUT = ClusterOptions.builder().build().publishTimeout();

	private final TestNode node = TestNode.create(new TestBroker());

	private CompletableFuture<Void> arriving;

	@BeforeEach
	void start() {
		this.arriving = this.node.bus().subscribeRooms();
		this.node.node().start().block();
		this.node.adapter().start().block();
	}

	private boolean waits(String socketId) {
		CompletionStage<Void> joining = this.node.adapter().joining(socketId);
		return joining != null && !joining.toCompletableFuture().isDone();
	}

	@Test
	void aSocketWaitsUntilBroadcastsToItsRoomsArrive() {
		this.node.socket("a").join("r");
		CompletionStage<Void> joining = this.node.adapter().joining("a");
		assertThat(waits("a")).isTrue();
		assertThat(this.node.presentRooms()).contains("r");
		this.arriving.complete(null);
		assertThat(joining.toCompletableFuture()).isCompleted();
		assertThat(this.node.adapter().joining("a")).isNull();
	}

	@Test
	void aSocketWaitsForTheRoomsThatItEntersWith() {
		this.node.socket("a", "r");
		assertThat(waits("a")).isTrue();
		assertThat(waits("b")).isFalse();
	}

	@Test
	void nobodyWaitsWhenTheyArriveAlready() {
		this.arriving.complete(null);
		this.node.socket("a").join("r");
		assertThat(this.node.adapter().joining("a")).isNull();
	}

	@Test
	void nobodyWaitsWhileTheBrokerIsUnavailable() {
		this.node.bus().lose();
		this.node.socket("a").join("r");
		assertThat(this.node.adapter().joining("a")).isNull();
	}

	@Test
	void nobodyWaitsLongerThanForTheBroker() {
		this.node.socket("a").join("r");
		this.node.timer().advance(PUBLISH_TIMEOUT.minusMillis(1));
		assertThat(waits("a")).isTrue();
		this.node.timer().advance(Duration.ofMillis(1));
		assertThat(this.node.adapter().joining("a")).isNull();
		this.arriving.complete(null);
		assertThat(this.node.adapter().joining("a")).isNull();
	}

	@Test
	void eachRoomHasItsOwnTime() {
		this.node.socket("a").join("r");
		this.node.timer().advance(PUBLISH_TIMEOUT.minusMillis(1));
		this.node.socket("b").join("s");
		this.node.timer().advance(Duration.ofMillis(1));
		assertThat(waits("a")).isFalse();
		assertThat(waits("b")).isTrue();
	}

	@Test
	void aBusWithoutSuchRoomsLetsNobodyWait() {
		TestNode other = TestNode.start(new TestBroker());
		other.socket("a").join("r");
		assertThat(other.adapter().joining("a")).isNull();
	}

}
