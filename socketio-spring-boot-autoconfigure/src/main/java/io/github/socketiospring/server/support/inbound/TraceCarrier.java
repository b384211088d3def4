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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Finds the trace fields that the client sent with an event.
 *
 * @param arguments the arguments of the event without the carrier
 * @param texts the values of the carrier by name, empty if the event has none
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
record TraceCarrier(List<JsonNode> arguments, Map<String, String> texts) {

	private static final String TRACE_PARENT = "traceparent";

	static TraceCarrier of(List<JsonNode> arguments) {
		JsonNode last = arguments.isEmpty() ? null : arguments.get(arguments.size() - 1);
		if (last == null || !last.path(TRACE_PARENT).isString()) {
			return new TraceCarrier(arguments, Map.of());
		}
		Map<String, String> texts = new HashMap<>();
		for (Map.Entry<String, JsonNode> property : last.properties()) {
			if (property.getValue().isString()) {
				texts.put(property.getKey(), property.getValue().asString());
			}
		}
		return new TraceCarrier(arguments.subList(0, arguments.size() - 1), texts);
	}

}
