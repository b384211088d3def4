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
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.PeerCommand;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Codec for the messages between nodes of this project that are independent of
 * namespaces: small JSON objects, such as
 * <code>{"v":1,"id":"6c0f…","type":"beat","name":"one","every":5000}</code>. Frames of
 * another version or type are ignored.
 */
final class NodeFrames {

	/** The maximum size of a frame in bytes. */
	static final int MAX_SIZE = 64 * 1024;

	/** The maximum length of the name of a node. Longer names are truncated. */
	static final int MAX_NAME = 256;

	private static final int VERSION = 1;

	private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{1,64}");

	private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

	private static final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
		.streamReadConstraints(
				StreamReadConstraints.builder().maxNestingDepth(4).maxTokenCount(100).maxStringLength(MAX_SIZE).build())
		.build()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

	private NodeFrames() {
	}

	/**
	 * Encode a message.
	 * @param id the id of this process
	 * @param message what to send to the nodes of this project
	 * @return the frame
	 * @throws ClusterFormatException if the message is too large
	 */
	static byte[] write(String id, ClusterMessage.OfNode message) {
		ObjectNode frame = mapper.createObjectNode().put("v", VERSION).put("id", id);
		if (message instanceof ClusterMessage.Heartbeat beat) {
			frame.put("type", "beat").put("name", cut(beat.name())).put("every", beat.interval().toMillis());
		}
		else if (message instanceof ClusterMessage.Goodbye) {
			frame.put("type", "bye");
		}
		else if (message instanceof ClusterMessage.ForPeers asked) {
			command(asked.command(), frame);
		}
		byte[] bytes = mapper.writeValueAsBytes(frame);
		if (bytes.length > MAX_SIZE) {
			throw new ClusterFormatException("A message for all nodes has more than " + MAX_SIZE + " bytes");
		}
		return bytes;
	}

	private static String cut(String name) {
		if (name.length() <= MAX_NAME) {
			return name;
		}
		boolean within = Character.isHighSurrogate(name.charAt(MAX_NAME - 1));
		return name.substring(0, within ? MAX_NAME - 1 : MAX_NAME);
	}

	private static void command(PeerCommand command, ObjectNode frame) {
		if (command instanceof PeerCommand.DisconnectUser user) {
			frame.put("type", "user").put("user", user.name());
		}
		else if (command instanceof PeerCommand.EndSession session) {
			frame.put("type", "session").put("session", session.hash());
		}
	}

	/**
	 * Wrap an encoded frame.
	 * @param bytes the encoded frame, which must not be changed afterwards
	 * @return the frame, not parsed yet; a frame that is too large does not keep its
	 * bytes
	 */
	static ClusterFrame frame(byte[] bytes) {
		return new NodeFrame((bytes.length <= MAX_SIZE) ? bytes : new byte[0]);
	}

	private static ClusterFrame.Received read(byte[] bytes) {
		expect(bytes.length > 0, "a frame of 1 to " + MAX_SIZE + " bytes");
		JsonNode frame = tree(bytes);
		expect(frame.isObject() && frame.path("v").isInt(), "an object with a version");
		if (frame.path("v").intValue() != VERSION) {
			return new ClusterFrame.Received(null, null);
		}
		String id = text(frame, "id");
		expect(ID.matcher(id).matches(), "the id of a node");
		return new ClusterFrame.Received(id, switch (text(frame, "type")) {
			case "beat" -> heartbeat(frame);
			case "bye" -> new ClusterMessage.Goodbye();
			case "user" -> new ClusterMessage.ForPeers(new PeerCommand.DisconnectUser(text(frame, "user")));
			case "session" -> new ClusterMessage.ForPeers(endSession(frame));
			default -> null;
		});
	}

	private static JsonNode tree(byte[] bytes) {
		try {
			return mapper.readTree(bytes);
		}
		catch (JacksonException ex) {
			// The message of the exception may quote the frame.
			throw new ClusterFormatException("Expected JSON within the limits, got something else");
		}
	}

	private static ClusterMessage.Heartbeat heartbeat(JsonNode frame) {
		String name = text(frame, "name");
		expect(name.length() <= MAX_NAME, "a name of at most " + MAX_NAME + " characters");
		JsonNode every = frame.path("every");
		expect(every.isIntegralNumber() && every.canConvertToInt() && every.intValue() > 0
				&& every.intValue() <= ClusterOptions.LONGEST_HEARTBEAT_INTERVAL.toMillis(),
				"the time between heartbeats");
		return new ClusterMessage.Heartbeat(name, Duration.ofMillis(every.intValue()));
	}

	private static PeerCommand endSession(JsonNode frame) {
		String hash = text(frame, "session");
		expect(HASH.matcher(hash).matches(), "the hash of a session");
		return new PeerCommand.EndSession(hash);
	}

	private static String text(JsonNode frame, String name) {
		JsonNode text = frame.path(name);
		expect(text.isString(), name + " as text");
		return text.stringValue();
	}

	private static void expect(boolean condition, String what) {
		if (!condition) {
			throw new ClusterFormatException("Expected " + what);
		}
	}

	/**
	 * A frame of any node, including this one.
	 *
	 * @param bytes the encoded frame
	 */
	private record NodeFrame(byte[] bytes) implements ClusterFrame {

		@Override
		public int size() {
			return this.bytes.length;
		}

		@Override
		public boolean isDroppable() {
			// All of them, to limit the memory that peers can use.
			return true;
		}

		@Override
		public Received read() {
			return NodeFrames.read(this.bytes);
		}

	}

}
