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

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterContractTests;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.testsupport.TestTimer;
import reactor.core.scheduler.Schedulers;

/**
 * {@link ClusterAdapter} keeps the contract of adapters for the sockets of its own node.
 */
class ClusterContractTests extends AdapterContractTests {

	@Override
	protected Adapter create(LocalSockets sockets) {
		ClusterNode node = ClusterNode.builder(new TestBroker().connect())
			.timer(new TestTimer())
			.lanes(Schedulers.immediate())
			.build();
		node.start().block();
		Adapter adapter = node.create("/", sockets);
		adapter.start().block();
		return adapter;
	}

}
