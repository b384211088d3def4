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

package io.github.socketiospring.server;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A received event that was not handled yet.
 *
 * @since 0.1.0
 */
public interface IncomingEvent {

	/**
	 * The socket that received it.
	 * @return a socket that may have disconnected since
	 */
	SocketIOSocket socket();

	/**
	 * The event's name.
	 * @return the name, empty if the client sent none
	 */
	String name();

	/**
	 * The event's arguments.
	 * @return a list that may be changed; binary values are binary nodes
	 */
	List<JsonNode> arguments();

	/**
	 * The client's acknowledgement.
	 * @return the acknowledgement, even if the client did not ask for one
	 */
	Ack ack();

}
