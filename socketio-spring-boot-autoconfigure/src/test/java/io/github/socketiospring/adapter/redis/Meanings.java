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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.protocol.ForwardedValue;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.VectorValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the frames of the vectors mean, found without the reader.
 */
final class Meanings {

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM dd yyyy HH:mm:ss",
			Locale.ENGLISH);

	private Meanings() {
	}

	static @Nullable String sender(ClassicVectors.Frame frame) {
		JsonNode meaning = frame.meaning();
		String uid = meaning.isArray() ? meaning.get(0).asString() : meaning.path("uid").asString("");
		return (uid.isEmpty() || uid.equals("emitter")) ? null : uid;
	}

	/**
	 * What a frame says.
	 * @return the message, {@code null} if it is to be ignored
	 */
	static @Nullable ClusterMessage message(ClassicVectors.Frame frame) {
		JsonNode meaning = frame.meaning();
		if (meaning.isArray()) {
			String namespace = meaning.get(1).path("nsp").asString("/");
			return namespace.equals(frame.namespace()) ? broadcast(namespace, meaning.get(1), meaning.get(2), null)
					: null;
		}
		String id = meaning.path("requestId").asString("");
		if (frame.kind() == ClassicChannels.Kind.RESPONSE) {
			return answer(id, meaning);
		}
		JsonNode options = meaning.path("opts");
		boolean legacy = meaning.has("sid");
		BroadcastOptions selected = legacy ? BroadcastOptions.socket(meaning.get("sid").asString()) : options(options);
		Set<String> rooms = legacy ? Set.of(meaning.get("room").asString()) : names(meaning.path("rooms"));
		ClusterMessage message = switch (meaning.get("type").asInt()) {
			case 0 -> new ClusterMessage.FetchIds(id, rooms);
			case 1 -> new ClusterMessage.FetchRooms(id);
			case 2 -> new ClusterMessage.Join(selected, rooms);
			case 3 -> new ClusterMessage.Leave(selected, rooms);
			case 4 -> new ClusterMessage.Disconnect(selected, meaning.get("close").asBoolean());
			case 5 -> new ClusterMessage.FetchSockets(id, selected);
			case 6 ->
				new ClusterMessage.ServerEvent(event(frame.namespace(), meaning.get("data")), id.isEmpty() ? null : id);
			case 7 -> broadcast(frame.namespace(), meaning.get("packet"), options, id);
			default -> null;
		};
		return legacy ? new ClusterMessage.Confirmed(id, message) : message;
	}

	private static ClusterMessage.Answer answer(String id, JsonNode meaning) {
		switch (meaning.path("type").asInt(-1)) {
			case 6:
				return new ClusterMessage.ServerAnswer(id, meaning.get("data"));
			case 8:
				return new ClusterMessage.ReceiverCount(id, meaning.get("clientCount").asInt());
			case 9:
				return new ClusterMessage.ClientAnswer(id, null, List.of(tree(meaning.get("packet"))));
			default:
		}
		if (meaning.has("rooms")) {
			return new ClusterMessage.RoomsAnswer(id, names(meaning.get("rooms")));
		}
		JsonNode sockets = meaning.path("sockets");
		if (sockets.isMissingNode()) {
			return new ClusterMessage.Confirmation(id);
		}
		if (sockets.path(0).isString()) {
			return new ClusterMessage.IdsAnswer(id, names(sockets));
		}
		return new ClusterMessage.SocketsAnswer(id, sockets.valueStream().map(Meanings::socket).toList());
	}

	@SuppressWarnings("unchecked")
	static SocketDetails socket(JsonNode socket) {
		JsonNode handshake = socket.get("handshake");
		HandshakeDetails details = new HandshakeDetails(handshake.get("url").asString(),
				values(handshake.get("headers")), values(handshake.get("query")),
				address(handshake.get("address").asString()), handshake.get("xdomain").asBoolean(),
				handshake.get("secure").asBoolean(),
				LocalDateTime.parse(handshake.get("time").asString().substring(0, 24), DATE).toInstant(ZoneOffset.UTC),
				Instant.ofEpochMilli(handshake.get("issued").asLong()), handshake.get("auth"));
		return new SocketDetails(socket.get("id").asString(), details, names(socket.get("rooms")),
				(Map<String, Object>) VectorValues.toJava(socket.get("data")));
	}

	private static InetSocketAddress address(String address) {
		try {
			return new InetSocketAddress(InetAddress.getByName(address), 0);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static Map<String, List<String>> values(JsonNode object) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		object.properties()
			.forEach((property) -> values.put(property.getKey(), List.of(property.getValue().asString())));
		return values;
	}

	static ClusterMessage broadcast(String namespace, JsonNode packet, JsonNode options, @Nullable String id) {
		JsonNode timeout = options.path("flags").path("timeout");
		return new ClusterMessage.Broadcast(event(namespace, packet.get("data")), options(options), id,
				timeout.isMissingNode() ? null : Duration.ofMillis(timeout.asLong()));
	}

	static Packet event(String namespace, JsonNode data) {
		List<@Nullable Object> all = new ArrayList<>();
		data.forEach((value) -> all.add(VectorValues.toJava(value)));
		return Packet.event(namespace, data.get(0).asString(), all.subList(1, all.size()).toArray());
	}

	static BroadcastOptions options(JsonNode options) {
		JsonNode flags = options.path("flags");
		return new BroadcastOptions(names(options.path("rooms")), names(options.path("except")), false,
				flags.path("volatile").asBoolean(false), flags.path("compress").asBoolean(true),
				flags.path("expectSingleResponse").asBoolean(false));
	}

	static Set<String> names(JsonNode array) {
		Set<String> names = new LinkedHashSet<>();
		array.forEach((name) -> names.add(name.asString()));
		return names;
	}

	static JsonNode tree(JsonNode value) {
		return JsonMapper.shared().valueToTree(VectorValues.toJava(value));
	}

	/**
	 * What can be compared: arrays as lists, bytes as text, all numbers as fractions,
	 * trees as what they contain.
	 */
	static @Nullable Object describe(@Nullable Object value) {
		if (value instanceof ClusterMessage.Broadcast broadcast) {
			return Arrays.asList("broadcast", describe(broadcast.event()), broadcast.options(), broadcast.requestId(),
					broadcast.timeout());
		}
		if (value instanceof ClusterMessage.ServerEvent event) {
			return Arrays.asList("event", describe(event.event()), event.requestId());
		}
		if (value instanceof ClusterMessage.ServerAnswer answer) {
			return Arrays.asList("answer", answer.requestId(), describe(answer.value()));
		}
		if (value instanceof ClusterMessage.ClientAnswer answer) {
			return Arrays.asList("ack", answer.requestId(), answer.socketId(), describe(answer.arguments()));
		}
		if (value instanceof ClusterMessage.SocketsAnswer answer) {
			return Arrays.asList("sockets", answer.requestId(), describe(answer.sockets()));
		}
		if (value instanceof ClusterMessage.TooLargeAnswer left) {
			return Arrays.asList("too large", describe(left.emptied()));
		}
		if (value instanceof SocketDetails socket) {
			return Arrays.asList(socket.id(), socket.handshake(), socket.rooms(), describe(socket.attributes()));
		}
		if (value instanceof Packet packet) {
			Object[] data = (Object[]) packet.data();
			return Arrays.asList(packet.type(), packet.namespace(), packet.id(), describe(Arrays.asList(data)));
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> all = new ArrayList<>();
			list.forEach((element) -> all.add(describe(element)));
			return all;
		}
		if (value instanceof Map<?, ?> map) {
			Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
			map.forEach((name, element) -> all.put(name, describe(element)));
			return isBuffer(all) ? bufferText(all) : all;
		}
		return describeSimple(value);
	}

	private static boolean isBuffer(Map<?, ?> map) {
		return map.size() == 2 && "Buffer".equals(map.get("type")) && map.get("data") instanceof List<?> list
				&& list.stream().allMatch(Double.class::isInstance);
	}

	private static String bufferText(Map<?, ?> map) {
		StringBuilder text = new StringBuilder("hex:");
		((List<?>) map.get("data"))
			.forEach((element) -> text.append(HexFormat.of().toHexDigits((byte) ((Double) element).intValue())));
		return text.toString();
	}

	private static @Nullable Object describeSimple(@Nullable Object value) {
		if (value instanceof ForwardedValue forwarded) {
			return describe(forwarded.tree());
		}
		if (value instanceof JsonNode node) {
			return switch (node.getNodeType()) {
				case OBJECT -> {
					Map<String, @Nullable Object> map = new LinkedHashMap<>();
					node.properties().forEach((property) -> map.put(property.getKey(), property.getValue()));
					yield describe(map);
				}
				case ARRAY -> describe(node.valueStream().toList());
				case BINARY, POJO -> describeSimple(node.binaryValue());
				case NUMBER -> node.doubleValue() + 0.0;
				case STRING -> node.stringValue();
				case BOOLEAN -> node.booleanValue();
				case NULL -> null;
				default -> throw new AssertionError("Unexpected " + node.getNodeType());
			};
		}
		if (value instanceof byte[] bytes) {
			return "hex:" + HexFormat.of().formatHex(bytes);
		}
		if (value instanceof Instant instant) {
			return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
				.format(instant.atOffset(ZoneOffset.UTC))
				.replaceFirst("^\\+10000", "+010000");
		}
		return (value instanceof Number number) ? (Object) (number.doubleValue() + 0.0) : value;
	}

}
