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

package io.github.socketiospring.server.support.inbound;

import java.util.List;

import io.github.socketiospring.server.Ack;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event whose arguments were read before its handlers are known.
 *
 * @param event the event's name, {@code null} if the client sent none
 * @param arguments a tree for each argument
 * @param cost the size of the arguments in bytes
 * @param ack the event's acknowledgement
 */
record ReadEvent(@Nullable String event, List<JsonNode> arguments, long cost, Ack ack) {

	/**
	 * The name for handlers and logs.
	 * @return the event's name, empty if the client sent none
	 */
	String name() {
		return (this.event != null) ? this.event : "";
	}

}
