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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import io.github.socketiospring.testsupport.Vectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each frame of the golden vectors of the classic adapter and its emitter.
 */
final class ClassicVectors {

	private static final List<Frame> all = read();

	private ClassicVectors() {
	}

	/**
	 * The frames that mean something.
	 * @return all but those that are malformed on purpose
	 */
	static List<Frame> frames() {
		return all.stream().filter((frame) -> !frame.meaning().isMissingNode()).toList();
	}

	static List<Frame> malformed() {
		return all.stream().filter((frame) -> frame.meaning().isMissingNode()).toList();
	}

	private static List<Frame> read() {
		List<Frame> frames = new ArrayList<>();
		for (String area : List.of("redis.redis-adapter", "redis.redis-emitter")) {
			for (Vectors.Vector vector : Vectors.of(area, "outbound")) {
				addAll(frames, vector.id(), "/", vector.out());
			}
		}
		for (Vectors.Vector vector : Vectors.of("redis.redis-adapter", "inbound")) {
			add(frames, vector.id(), "/", vector.in());
			addAll(frames, vector.id() + ".answer", "/", vector.out().get("published"));
		}
		for (JsonNode vector : exchanges()) {
			addAll(frames, vector.get("id").asString(), vector.path("nsp").asString("/"), vector.get("messages"));
		}
		return frames;
	}

	/**
	 * The exchanges of whole clusters over the classic adapter.
	 * @return the vectors
	 */
	static List<JsonNode> exchanges() {
		return exchanges("classic");
	}

	/**
	 * The exchanges of whole clusters.
	 * @param adapter the name of the adapter
	 * @return the vectors
	 */
	static List<JsonNode> exchanges(String adapter) {
		try (InputStream in = ClassicVectors.class.getResourceAsStream("/adapter-vectors.json")) {
			return JsonMapper.shared()
				.readTree(in)
				.get("vectors")
				.valueStream()
				.filter((vector) -> vector.get("adapter").asString().equals(adapter))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void addAll(List<Frame> frames, String id, String namespace, JsonNode messages) {
		int count = 0;
		for (JsonNode message : messages) {
			add(frames, id + "#" + count++, namespace, message);
		}
	}

	private static void add(List<Frame> frames, String id, String namespace, JsonNode message) {
		JsonNode payload = message.path("payload");
		if (payload.isMissingNode()) {
			return;
		}
		String channel = message.get("channel").asString();
		Kind kind = channel.contains("-request#") ? Kind.REQUEST
				: channel.contains("-response#") ? Kind.RESPONSE : Kind.BROADCAST;
		String own = channel.contains("#/chat#") ? "/chat" : namespace;
		JsonNode meaning = payload.has("json") ? payload.get("json") : payload.path("msgpack");
		frames.add(new Frame(id, channel, kind, own, bytes(payload), meaning));
	}

	static byte[] bytes(JsonNode payload) {
		if (payload.has("base64")) {
			return Base64.getDecoder().decode(payload.get("base64").asString());
		}
		return payload.has("hex") ? HexFormat.of().parseHex(payload.get("hex").asString())
				: payload.get("text").asString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * One frame.
	 *
	 * @param id the id of its vector
	 * @param channel where it was published
	 * @param kind the kind of the channel
	 * @param namespace the namespace of the channel
	 * @param bytes the frame
	 * @param meaning what it means, with tagged values
	 */
	record Frame(String id, String channel, Kind kind, String namespace, byte[] bytes, JsonNode meaning) {

		boolean isJson() {
			return this.bytes[0] == '{';
		}

		@Override
		public String toString() {
			return this.id;
		}

	}

}
