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
 * A packet to be sent. Whether it needs attachments is found out when it is encoded, so
 * the types are never the binary ones.
 *
 * @param type what the packet is for
 * @param namespace the namespace, beginning with a slash
 * @param id the id of the acknowledgement asked for or given, {@link #NO_ID} for none
 * @param data the payload: for {@code EVENT} and {@code ACK} an array of arguments, the
 * first of an {@code EVENT} being its name
 * @param offset where in the stream of events this one is, sent as one more argument to
 * clients that can resume there
 * @since 0.1.0
 */
public record Packet(PacketType type, String namespace, long id, @Nullable Object data, @Nullable String offset) {

	/** Says that a packet has no acknowledgement id, since 0 is one. */
	public static final long NO_ID = -1;

	/**
	 * A packet without an offset.
	 * @param type what the packet is for
	 * @param namespace the namespace
	 * @param id the id of the acknowledgement, {@link #NO_ID} for none
	 * @param data the payload
	 */
	public Packet(PacketType type, String namespace, long id, @Nullable Object data) {
		this(type, namespace, id, data, null);
	}

	/**
	 * An event that is not acknowledged.
	 * @param namespace the namespace
	 * @param event the event's name
	 * @param arguments the arguments
	 * @return the packet
	 */
	public static Packet event(String namespace, String event, @Nullable Object... arguments) {
		return event(namespace, NO_ID, event, arguments);
	}

	/**
	 * An event.
	 * @param namespace the namespace
	 * @param id the id of the acknowledgement, {@link #NO_ID} for none
	 * @param event the event's name
	 * @param arguments the arguments
	 * @return the packet
	 */
	public static Packet event(String namespace, long id, String event, @Nullable Object... arguments) {
		@Nullable Object[] data = new @Nullable Object[arguments.length + 1];
		data[0] = event;
		System.arraycopy(arguments, 0, data, 1, arguments.length);
		return new Packet(PacketType.EVENT, namespace, id, data);
	}

	/**
	 * An acknowledgement.
	 * @param namespace the namespace
	 * @param id the id that came with the event
	 * @param arguments the arguments
	 * @return the packet
	 */
	public static Packet ack(String namespace, long id, @Nullable Object... arguments) {
		return new Packet(PacketType.ACK, namespace, id, arguments);
	}

	/**
	 * The same packet at another place in the stream of events.
	 * @param offset the offset, {@code null} for none
	 * @return a new packet
	 */
	public Packet withOffset(@Nullable String offset) {
		return new Packet(this.type, this.namespace, this.id, this.data, offset);
	}

}
