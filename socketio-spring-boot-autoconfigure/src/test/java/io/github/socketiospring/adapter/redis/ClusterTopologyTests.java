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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterTopologyTests {

	private static final String MASTER = "a1 127.0.0.1:7001@17001 myself,master - 0 1 1 connected 0-16383\n";

	private static final String REPLICA = "b2 127.0.0.1:7002@17002 slave a1 0 1 1 connected\n";

	private static ClusterTopology parse(String nodes) {
		return ClusterTopology.parse(nodes, "127.0.0.1");
	}

	@Test
	void aNodeThatKnowsAMasterOfSlotsBelongsToTheCluster() {
		assertThat(parse(MASTER + REPLICA).hasSlots()).isTrue();
		assertThat(
				parse(MASTER.replace("myself,master", "master") + REPLICA.replace("slave", "myself,slave")).hasSlots())
			.isTrue();
	}

	/** It was removed, or has lost its memory, and still answers. */
	@Test
	void aNodeThatKnowsOnlyItselfDoesNot() {
		assertThat(parse("c3 127.0.0.1:7003@17003 myself,master - 0 0 0 connected\n").hasSlots()).isFalse();
		assertThat(parse(MASTER.replace("myself,master", "master,fail")
				+ "c3 127.0.0.1:7003@17003 myself,master - 0 0 2 connected\n")
			.hasSlots()).isFalse();
	}

}
