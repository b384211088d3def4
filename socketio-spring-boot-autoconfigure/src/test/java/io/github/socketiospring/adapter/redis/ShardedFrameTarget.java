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

import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.protocol.ReceivedMessages;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any frame of another node with the sharded adapter says something, or fails with a
 * {@link ClusterFormatException}. What it says can be said again, and what it has for
 * clients can be sent to them: the same as if it had been decoded.
 */
public final class ShardedFrameTarget implements FuzzTarget {

	private static final FrameLimits LIMITS = new FrameLimits(100_000, 100, 10_000, 50, 50, 64);

	private final ShardedFrames frames = new ShardedFrames(ReceivedMessages.mapper(), LIMITS, true);

	private final BothWays ways = new BothWays(LIMITS, ReceivedMessages.mapper());

	private final SentToClients clients = new SentToClients();

	@Override
	public void run(FuzzInput input) {
		byte[] bytes = input.rest();
		if (bytes.length > 0 && bytes.length <= LIMITS.size() && bytes[0] != '{') {
			this.ways.agree(bytes);
		}
		ClusterFrame waiting = this.frames.reader("/").frame(bytes);
		assertThat(waiting.size()).isEqualTo(bytes.length);
		ClusterFrame.Received received;
		try {
			received = waiting.read();
		}
		catch (ClusterFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected ").hasNoCause();
			return;
		}
		if (received.message() != null) {
			if (waiting.isDroppable()) {
				assertThat(received.message()).isInstanceOfSatisfying(ClusterMessage.Broadcast.class,
						(broadcast) -> assertThat(broadcast.requestId()).isNull());
			}
			this.clients.deliver(received.message());
			repeat(received.message());
		}
	}

	/**
	 * Text and numbers that only one of the formats has change at most once.
	 */
	private void repeat(ClusterMessage message) {
		ClusterMessage once = through(message);
		assertThat(once).hasSameClassAs(message);
		assertThat(Meanings.describe(through(once))).isEqualTo(Meanings.describe(once));
	}

	private ClusterMessage through(ClusterMessage message) {
		ShardedFrameWriter writer = this.frames.writer("/", "me");
		byte[] written = writer.write(message);
		assertThat(writer.isOwn(written)).isTrue();
		ClusterFrame.Received received = this.frames.reader("/").frame(written).read();
		assertThat(received.sender()).isEqualTo("me");
		assertThat(received.message()).isNotNull();
		return received.message();
	}

}
