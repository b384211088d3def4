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

package io.github.socketiospring.adapter;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Describes a socket to other nodes.
 *
 * @param id the public id of the socket
 * @param handshake the handshake of the socket
 * @param rooms the rooms of the socket, with the own-id room
 * @param attributes the attributes of the socket
 * @since 0.1.0
 */
public record SocketDetails(String id, HandshakeDetails handshake, Set<String> rooms, Map<String, Object> attributes) {

	/**
	 * Select the details that may leave this node, since attributes may be any objects of
	 * the application.
	 * @return a copy with {@linkplain SharedAttributes shared attributes}, and without
	 * reserved rooms
	 */
	public SocketDetails shared() {
		return shared((value) -> null);
	}

	/**
	 * Select the details that may leave this node, including attributes of other classes.
	 * @param others converts attributes of other classes, as for {@link SharedAttributes}
	 * @return a copy with {@linkplain SharedAttributes shared attributes}, and without
	 * reserved rooms
	 */
	public SocketDetails shared(Function<Object, @Nullable Object> others) {
		return new SocketDetails(this.id, this.handshake, ReservedRooms.visible(this.rooms),
				SharedAttributes.of(this.attributes, others));
	}

}
