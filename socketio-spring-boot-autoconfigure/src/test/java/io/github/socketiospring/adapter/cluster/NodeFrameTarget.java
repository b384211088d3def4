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

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.github.socketiospring.adapter.PeerCommand;
import io.github.socketiospring.adapter.cluster.ClusterMessage.ForPeers;
import io.github.socketiospring.adapter.cluster.ClusterMessage.OfNode;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any frame on the channel of the nodes says something, or fails with a
 * {@link ClusterFormatException}. What it says can be said again.
 */
public final class NodeFrameTarget implements FuzzTarget {

	@Override
	public void run(FuzzInput input) {
		ClusterFrame.Received received;
		try {
			received = NodeFrames.frame(input.rest()).read();
		}
		catch (ClusterFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected ").hasNoCause();
			return;
		}
		if (received.message() instanceof OfNode message && isText(message)) {
			String id = Objects.requireNonNull(received.sender());
			assertThat(NodeFrames.frame(NodeFrames.write(id, message)).read()).isEqualTo(received);
		}
	}

	/** JSON may escape half of a character, which cannot be written. */
	private static boolean isText(OfNode message) {
		String text = "";
		if (message instanceof ClusterMessage.Heartbeat beat) {
			text = beat.name();
		}
		else if (message instanceof ForPeers asked && asked.command() instanceof PeerCommand.DisconnectUser user) {
			text = user.name();
		}
		return StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

}
