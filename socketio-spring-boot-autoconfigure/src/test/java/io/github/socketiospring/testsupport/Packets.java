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

package io.github.socketiospring.testsupport;

import org.jspecify.annotations.Nullable;

/**
 * Names for the packets that tests put on the wire: Engine.IO packets, and Socket.IO
 * packets inside Engine.IO messages, as text.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol</a>
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">Socket.IO protocol</a>
 */
public final class Packets {

	/** Engine.IO: how the packet that opens a session begins. */
	public static final String OPEN = "0";

	/** Engine.IO: the session ends. */
	public static final String CLOSE = "1";

	/** Engine.IO: the server's heartbeat. */
	public static final String PING = "2";

	/** Engine.IO: the client's answer to {@link #PING}. */
	public static final String PONG = "3";

	/** Engine.IO: a client asks whether its new transport works. */
	public static final String PROBE = "2probe";

	/** Engine.IO: the server's answer to {@link #PROBE}. */
	public static final String PROBE_ANSWER = "3probe";

	/** Engine.IO: the client changes to its new transport. */
	public static final String UPGRADE = "5";

	/** Engine.IO: nothing, which releases a held poll. */
	public static final String NOOP = "6";

	/** Engine.IO: what stands between the packets of a polling body. */
	public static final String SEPARATOR = "\u001e";

	/** Socket.IO: a client asks for the root namespace. */
	public static final String CONNECT = "40";

	/** Socket.IO: how the answer of the root namespace that lets a client in begins. */
	public static final String CONNECTED = "40{\"sid\":";

	/** Socket.IO: a socket leaves the root namespace. */
	public static final String DISCONNECT = "41";

	private Packets() {
	}

	/**
	 * Socket.IO: a client asks for a namespace.
	 * @param namespace the name, with a leading slash
	 * @return the packet
	 */
	public static String connect(String namespace) {
		return in(namespace, CONNECT);
	}

	/**
	 * Socket.IO: how the answer of a namespace that lets a client in begins.
	 * @param namespace the name, with a leading slash
	 * @return the beginning of the packet
	 */
	public static String connected(String namespace) {
		return in(namespace, CONNECTED);
	}

	/**
	 * Socket.IO: a socket leaves a namespace.
	 * @param namespace the name, with a leading slash
	 * @return the packet
	 */
	public static String disconnect(String namespace) {
		return in(namespace, DISCONNECT);
	}

	/**
	 * Socket.IO: an event for the root namespace.
	 * @param name the event's name
	 * @param arguments its arguments: text, numbers, booleans, {@code null} or
	 * {@link Json}
	 * @return the packet
	 */
	public static String event(String name, @Nullable Object... arguments) {
		return "42" + array(name, arguments);
	}

	/**
	 * Socket.IO: an event for the root namespace that asks for an acknowledgement.
	 * @param id the acknowledgement's id
	 * @param name the event's name
	 * @param arguments its arguments, as for {@link #event(String, Object...)}
	 * @return the packet
	 */
	public static String event(long id, String name, @Nullable Object... arguments) {
		return "42" + id + array(name, arguments);
	}

	/**
	 * Socket.IO: how an event for the root namespace begins.
	 * @param name the event's name
	 * @return the beginning of the packet, up to the name
	 */
	public static String emitted(String name) {
		String packet = event(name);
		return packet.substring(0, packet.length() - 1);
	}

	/**
	 * Socket.IO: an event for the root namespace with attachments, which follow as
	 * separate messages.
	 * @param attachments how many follow
	 * @param name the event's name
	 * @param arguments its arguments, as for {@link #event(String, Object...)}
	 * @return the packet
	 * @see #placeholder(int)
	 */
	public static String binaryEvent(int attachments, String name, @Nullable Object... arguments) {
		return "45" + attachments + "-" + array(name, arguments);
	}

	/**
	 * Socket.IO: an acknowledgement in the root namespace.
	 * @param id its id
	 * @param arguments its arguments, as for {@link #event(String, Object...)}
	 * @return the packet
	 */
	public static String ack(long id, @Nullable Object... arguments) {
		StringBuilder packet = new StringBuilder(acknowledged(id));
		for (int i = 0; i < arguments.length; i++) {
			append(packet.append((i > 0) ? "," : ""), arguments[i]);
		}
		return packet.append(']').toString();
	}

	/**
	 * Socket.IO: how an acknowledgement in the root namespace begins.
	 * @param id its id
	 * @return the beginning of the packet, up to the arguments
	 */
	public static String acknowledged(long id) {
		return "43" + id + "[";
	}

	/**
	 * Socket.IO: a packet for another namespace than the root.
	 * @param namespace the name, with a leading slash
	 * @param packet a packet for the root namespace, without attachments
	 * @return the packet
	 */
	public static String in(String namespace, String packet) {
		return packet.substring(0, CONNECT.length()) + namespace + "," + packet.substring(CONNECT.length());
	}

	/**
	 * Socket.IO: how the answer of a namespace that refuses a client begins.
	 * @param namespace the name, with a leading slash, {@code /} for the root
	 * @return the beginning of the packet, up to the reason
	 */
	public static String refused(String namespace) {
		return namespace.equals("/") ? "44" : in(namespace, "44");
	}

	/**
	 * Socket.IO: the server refuses a client.
	 * @param namespace the name, with a leading slash, {@code /} for the root
	 * @param message why the client may not enter
	 * @return the packet
	 */
	public static String refused(String namespace, String message) {
		return refused(namespace) + "{\"message\":\"" + message + "\"}";
	}

	/**
	 * Where an attachment stands among the arguments of {@link #binaryEvent}.
	 * @param number the attachment's number, from 0
	 * @return the placeholder
	 */
	public static Json placeholder(int number) {
		return json("{\"_placeholder\":true,\"num\":" + number + "}");
	}

	/**
	 * An argument that is JSON already.
	 * @param text the JSON
	 * @return the argument
	 */
	public static Json json(String text) {
		return new Json(text);
	}

	/**
	 * The session id in an Engine.IO OPEN packet, or the socket id in the answer to a
	 * CONNECT.
	 * @param packet the packet
	 * @return the id
	 */
	public static String sid(String packet) {
		return value(packet, "sid");
	}

	/**
	 * The private id in the answer to a CONNECT, if sockets are recovered.
	 * @param packet the packet
	 * @return the id
	 */
	public static String pid(String packet) {
		return value(packet, "pid");
	}

	private static String value(String packet, String name) {
		String key = "\"" + name + "\":\"";
		int start = packet.indexOf(key) + key.length();
		if (start < key.length()) {
			throw new IllegalArgumentException("No " + name + ": " + packet);
		}
		return packet.substring(start, packet.indexOf('"', start));
	}

	/**
	 * The offset that an event carries as its last argument, if sockets are recovered.
	 * @param packet the packet
	 * @return the offset
	 */
	public static String offset(String packet) {
		if (!packet.endsWith("\"]")) {
			throw new IllegalArgumentException("No offset: " + packet);
		}
		return packet.substring(packet.lastIndexOf(",\"") + 2, packet.length() - 2);
	}

	/**
	 * Socket.IO: a client asks for the socket that it had in the root namespace.
	 * @param pid the private id of the socket
	 * @param offset the offset of the last event that the client has received
	 * @return the packet
	 */
	public static String recover(String pid, String offset) {
		return CONNECT + "{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
	}

	private static String array(String name, @Nullable Object[] arguments) {
		StringBuilder array = new StringBuilder("[");
		append(array, name);
		for (Object argument : arguments) {
			append(array.append(','), argument);
		}
		return array.append(']').toString();
	}

	private static void append(StringBuilder packet, @Nullable Object argument) {
		if (argument instanceof String text) {
			packet.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
		}
		else {
			packet.append(argument);
		}
	}

	/**
	 * JSON.
	 *
	 * @param text as it stands in the packet
	 */
	public record Json(String text) {

		@Override
		public String toString() {
			return this.text;
		}

	}

}
