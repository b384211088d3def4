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

package io.github.socketiospring.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A packet to send. Its type is never a binary one: the parser finds binary values when
 * it encodes the packet.
 *
 * @param type what the packet is for, never a binary type
 * @param namespace the namespace, which starts with a slash
 * @param id the id of the acknowledgement that is requested or given, {@link #NO_ID} for
 * none
 * @param data the payload: for {@code EVENT} and {@code ACK} an {@code Object[]} of
 * arguments, which starts with the event name for an {@code EVENT}
 * @param offset the position of an event in the stream of events, {@code null} for none;
 * sent as an additional argument, from which a client can resume
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#exchange-protocol">Exchange
 * protocol</a>
 */
public record Packet(PacketType type, String namespace, long id, @Nullable Object data, @Nullable String offset) {

	/** The id of a packet without an acknowledgement id; 0 is a valid id. */
	public static final long NO_ID = -1;

	/**
	 * Create a packet without an offset.
	 * @param type what the packet is for, never a binary type
	 * @param namespace the namespace, which starts with a slash
	 * @param id the id of the acknowledgement, {@link #NO_ID} for none
	 * @param data the payload
	 */
	public Packet(PacketType type, String namespace, long id, @Nullable Object data) {
		this(type, namespace, id, data, null);
	}

	/**
	 * Create an event that requests no acknowledgement.
	 * @param namespace the namespace, which starts with a slash
	 * @param event the event name
	 * @param arguments the arguments after the name; {@code null} is one argument, and so
	 * is an array of another type than {@code Object[]}
	 * @return an {@code EVENT} packet without an id
	 */
	public static Packet event(String namespace, String event, @Nullable Object... arguments) {
		return event(namespace, NO_ID, event, arguments);
	}

	/**
	 * Create an event.
	 * @param namespace the namespace, which starts with a slash
	 * @param id the id of the requested acknowledgement, {@link #NO_ID} for none
	 * @param event the event name
	 * @param arguments the arguments after the name; {@code null} is one argument, and so
	 * is an array of another type than {@code Object[]}
	 * @return an {@code EVENT} packet
	 */
	public static Packet event(String namespace, long id, String event, @Nullable Object... arguments) {
		@Nullable Object[] values = arguments(arguments);
		@Nullable Object[] data = new @Nullable Object[values.length + 1];
		data[0] = event;
		System.arraycopy(values, 0, data, 1, values.length);
		return new Packet(PacketType.EVENT, namespace, id, data);
	}

	/**
	 * Create an acknowledgement.
	 * @param namespace the namespace, which starts with a slash
	 * @param id the id of the acknowledged event
	 * @param arguments the arguments; {@code null} is one argument, and so is an array of
	 * another type than {@code Object[]}
	 * @return an {@code ACK} packet
	 */
	public static Packet ack(String namespace, long id, @Nullable Object... arguments) {
		return new Packet(PacketType.ACK, namespace, id, arguments(arguments));
	}

	/**
	 * Restore the arguments of a variable-arity call. Java passes a single {@code null}
	 * or array as the array of arguments itself.
	 * @param given the array that the method received
	 * @return the arguments that the caller meant
	 */
	public static @Nullable Object[] arguments(@Nullable Object @Nullable [] given) {
		return (given != null && given.getClass() == Object[].class) ? given : new Object[] { given };
	}

	/**
	 * Create the same packet at another position in the stream of events.
	 * @param offset the offset, {@code null} for none
	 * @return a copy with that offset
	 */
	public Packet withOffset(@Nullable String offset) {
		return new Packet(this.type, this.namespace, this.id, this.data, offset);
	}

}
