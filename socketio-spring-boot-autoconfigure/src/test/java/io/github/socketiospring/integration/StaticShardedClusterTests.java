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

package io.github.socketiospring.integration;

import java.util.List;
import java.util.Map;

import io.github.socketiospring.testsupport.FullRunOnly;

/**
 * Every operation of every node with the sharded adapter, where no room has a channel of
 * its own.
 */
@FullRunOnly("repeats the tests of the other modes")
class StaticShardedClusterTests extends MixedCluster {

	StaticShardedClusterTests() {
		super(Map.of("socketio.adapter.type", "redis-sharded", "socketio.adapter.subscription-mode", "static"),
				"{\"sharded\":true,\"subscriptionMode\":\"static\"}", List.of());
	}

}
