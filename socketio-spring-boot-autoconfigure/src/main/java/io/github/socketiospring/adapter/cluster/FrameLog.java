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

import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the frames that a node sends, receives and ignores: at DEBUG their kind, where
 * they go to or come from, and their size, at TRACE also the beginning of their content
 * in the form of {@link LogFormat}. Heartbeats are logged at TRACE only. Costs a check of
 * the level while it is off.
 *
 * @since 0.1.0
 */
public final class FrameLog {

	private static final Logger logger = LoggerFactory.getLogger(FrameLog.class);

	/** More than a line can show, whatever the number of bytes of a character. */
	private static final int SHOWN = 2000;

	private FrameLog() {
	}

	/**
	 * Log a frame that is being sent.
	 * @param channel the name of its channel, which contains the namespace
	 * @param message the message in the frame
	 * @param frame the encoded frame
	 */
	public static void sent(String channel, ClusterMessage message, byte[] frame) {
		if (isLogged(message)) {
			log("Sent " + kind(message) + " to " + LogFormat.value(channel), frame.length, frame);
		}
	}

	/**
	 * Log a frame that was parsed and is not ignored.
	 * @param namespace the name of its namespace
	 * @param nodes the names of nodes
	 * @param sender the id of the sending node, {@code null} if the frame has none
	 * @param message the message in the frame
	 * @param frame the encoded message, shown at TRACE
	 */
	static void received(String namespace, KnownNodes nodes, @Nullable String sender, ClusterMessage message,
			ClusterFrame frame) {
		if (isLogged(message)) {
			String from = (sender != null) ? " from " + LogFormat.value(nodes.name(sender)) : "";
			log("Received " + kind(message) + " in namespace " + LogFormat.value(namespace) + from, frame.size(),
					frame.bytes());
		}
	}

	/**
	 * Log a frame that is not for this node.
	 * @param where the name of its channel or namespace
	 * @param reason why it is ignored
	 * @param size its size in bytes
	 */
	public static void ignored(String where, String reason, int size) {
		if (logger.isDebugEnabled()) {
			logger.debug("Ignored a frame in {}, since {}: {} bytes", LogFormat.value(where), LogFormat.value(reason),
					size);
		}
	}

	private static boolean isLogged(ClusterMessage message) {
		return logger.isTraceEnabled() || (logger.isDebugEnabled() && !(message instanceof ClusterMessage.Heartbeat));
	}

	private static String kind(ClusterMessage message) {
		return message.getClass().getSimpleName();
	}

	private static void log(String event, int size, byte[] frame) {
		if (logger.isTraceEnabled()) {
			// MessagePack is not text, but the texts in it can be read.
			String content = new String(frame, 0, Math.min(frame.length, SHOWN), StandardCharsets.UTF_8);
			logger.trace("{}: {} bytes, {}", LogFormat.message(event), size, LogFormat.message(content));
		}
		else {
			logger.debug("{}: {} bytes", LogFormat.message(event), size);
		}
	}

}
