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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.HandshakeDetails;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts handshakes to the objects of Node.js and back. Cookies, credentials and the
 * payload of CONNECT are left out unless they are enabled.
 */
final class HandshakeTrees {

	private static final Set<String> CREDENTIALS = Set.of("cookie", "authorization", "proxy-authorization");

	/** The format of a date in JavaScript, without the name of the time zone. */
	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM dd uuuu HH:mm:ss 'GMT'xx",
			Locale.ENGLISH);

	private static final String ZONE = " (Coordinated Universal Time)";

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final boolean credentials;

	/**
	 * Create a converter.
	 * @param credentials whether the objects contain cookies, credentials and the payload
	 * of CONNECT
	 */
	HandshakeTrees(boolean credentials) {
		this.credentials = credentials;
	}

	/**
	 * Convert a handshake to an object.
	 * @param handshake what the client sent to connect
	 * @return an object as in Node.js
	 */
	ObjectNode write(HandshakeDetails handshake) {
		ObjectNode object = nodes.objectNode();
		ObjectNode headers = object.putObject("headers");
		handshake.headers().forEach((name, values) -> {
			String lower = name.toLowerCase(Locale.ROOT);
			if (this.credentials || !CREDENTIALS.contains(lower)) {
				headers.set(lower, values(values));
			}
		});
		object.put("time", DATE.format(handshake.time().atOffset(ZoneOffset.UTC)) + ZONE);
		object.put("address", address(handshake.address()));
		object.put("xdomain", handshake.crossDomain());
		object.put("secure", handshake.secure());
		object.put("issued", handshake.issued().toEpochMilli());
		object.put("url", handshake.url());
		ObjectNode query = object.putObject("query");
		handshake.query().forEach((name, values) -> query.set(name, values(values)));
		object.set("auth", (this.credentials && handshake.auth().isObject()) ? handshake.auth() : nodes.objectNode());
		return object;
	}

	private static JsonNode values(List<String> values) {
		if (values.size() == 1) {
			return nodes.stringNode(values.get(0));
		}
		ArrayNode array = nodes.arrayNode(values.size());
		values.forEach(array::add);
		return array;
	}

	private static String address(@Nullable InetSocketAddress address) {
		if (address == null) {
			return "";
		}
		return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
	}

	/**
	 * Convert an object to a handshake.
	 * @param handshake an object as in Node.js
	 * @return the handshake, with default values for missing properties
	 */
	static HandshakeDetails read(JsonNode handshake) {
		FrameParts.expect(handshake.isObject(), "handshake as an object");
		JsonNode issued = handshake.path("issued");
		double millis = FrameParts.isNothing(issued) ? 0 : issued.asDouble(Double.NaN);
		FrameParts.expect(issued.isNumber() || FrameParts.isNothing(issued), "issued as a number");
		FrameParts.expect(Math.abs(millis) <= 8.64e15, "issued as milliseconds");
		Instant then = Instant.ofEpochMilli((long) millis);
		JsonNode auth = handshake.path("auth");
		return new HandshakeDetails(text(handshake, "url"), values(handshake, "headers"), values(handshake, "query"),
				address(text(handshake, "address")), FrameParts.flag(handshake, "xdomain", false),
				FrameParts.flag(handshake, "secure", false), time(text(handshake, "time"), then), then,
				auth.isObject() ? auth : nodes.objectNode());
	}

	private static String text(JsonNode object, String name) {
		JsonNode text = object.path(name);
		FrameParts.expect(text.isString() || FrameParts.isNothing(text), name + " as text");
		return text.isString() ? text.stringValue() : "";
	}

	private static Map<String, List<String>> values(JsonNode handshake, String name) {
		JsonNode object = handshake.path(name);
		FrameParts.expect(object.isObject() || FrameParts.isNothing(object), name + " as an object");
		Map<String, List<String>> values = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> property : object.properties()) {
			values.put(property.getKey(), valuesOf(property.getValue(), name));
		}
		return values;
	}

	private static List<String> valuesOf(JsonNode value, String name) {
		if (!value.isArray()) {
			FrameParts.expect(value.isString(), name + " with text");
			return List.of(value.stringValue());
		}
		FrameParts.expect(value.valueStream().allMatch(JsonNode::isString), name + " with text");
		return value.valueStream().map(JsonNode::stringValue).toList();
	}

	private static @Nullable InetSocketAddress address(String address) {
		if (address.isEmpty()) {
			return null;
		}
		// Avoids a DNS lookup.
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
		try {
			return (bytes != null) ? new InetSocketAddress(InetAddress.getByAddress(bytes), 0) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static Instant time(String time, Instant otherwise) {
		int zone = time.indexOf(" (");
		try {
			return OffsetDateTime.parse((zone >= 0) ? time.substring(0, zone) : time, DATE).toInstant();
		}
		catch (DateTimeException ex) {
			return otherwise;
		}
	}

}
