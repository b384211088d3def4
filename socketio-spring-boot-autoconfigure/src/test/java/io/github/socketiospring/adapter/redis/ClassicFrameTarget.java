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
import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.protocol.ReceivedMessages;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any frame of another node says something, or fails with a
 * {@link ClusterFormatException}. What it says can be said again, and what it has for
 * clients can be sent to them: the same as if it had been decoded.
 */
public final class ClassicFrameTarget implements FuzzTarget {

	private final ClassicFrames frames = new ClassicFrames(ReceivedMessages.mapper(),
			new FrameLimits(100_000, 100, 10_000, 50, 50, 64), true);

	private final BothWays ways = new BothWays(this.frames.limits(), ReceivedMessages.mapper());

	private final SentToClients clients = new SentToClients();

	@Override
	public void run(FuzzInput input) {
		Kind kind = input.nextOf(Kind.values());
		byte[] frame = input.rest();
		if (frame.length > 0 && frame.length <= this.frames.limits().size() && frame[0] != '{') {
			this.ways.agree(kind, frame);
		}
		ClusterFrame.Received received;
		try {
			received = read(kind, frame);
		}
		catch (ClusterFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected ").hasNoCause();
			return;
		}
		if (received.message() != null) {
			this.clients.deliver(received.message());
			repeat(kind, received.message());
		}
	}

	private ClusterFrame.Received read(Kind kind, byte[] frame) {
		ClusterFrame waiting = this.frames.reader("/").frame(kind, frame);
		assertThat(waiting.size()).isEqualTo(frame.length);
		return waiting.read();
	}

	/**
	 * Text and numbers that only one of the formats has change at most once.
	 */
	private void repeat(Kind kind, ClusterMessage message) {
		ClusterMessage once = through(kind, message);
		assertThat(once).hasSameClassAs(message);
		assertThat(Meanings.describe(through(kind, once))).isEqualTo(Meanings.describe(once));
	}

	private ClusterMessage through(Kind kind, ClusterMessage message) {
		ClusterFrame.Received received = read(kind, this.frames.writer("/", "me").write(message));
		assertThat(received.sender()).isEqualTo((message instanceof ClusterMessage.Confirmed) ? null : "me");
		@Nullable ClusterMessage read = received.message();
		assertThat(read).isNotNull();
		return read;
	}

}
