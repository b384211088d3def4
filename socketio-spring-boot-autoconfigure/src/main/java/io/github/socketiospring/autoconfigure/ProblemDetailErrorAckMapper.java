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

package io.github.socketiospring.autoconfigure;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.autoconfigure.SocketIOProperties.Errors.Acknowledge;
import io.github.socketiospring.server.ErrorAckMapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * Describes errors as problems, as a controller does.
 */
class ProblemDetailErrorAckMapper implements ErrorAckMapper {

	private static final URI BLANK = URI.create("about:blank");

	private final Problems problems;

	private final Acknowledge acknowledge;

	/**
	 * Create a mapper.
	 * @param problems converts errors to problems
	 * @param acknowledge whether problems are sent to clients
	 */
	ProblemDetailErrorAckMapper(Problems problems, Acknowledge acknowledge) {
		this.problems = problems;
		this.acknowledge = acknowledge;
	}

	@Override
	public @Nullable Object toAcknowledgement(Throwable error, Locale locale) {
		return switch (this.acknowledge) {
			case PROBLEM -> toMap(this.problems.of(error, locale));
			case NONE -> null;
		};
	}

	@Override
	public Object toAcknowledgement(Object answer) {
		if (answer instanceof ErrorResponse response) {
			return toMap(response.getBody());
		}
		return (answer instanceof ProblemDetail problem) ? toMap(problem) : answer;
	}

	/**
	 * Convert a problem to a map, since not every JSON mapper is configured for problems.
	 * @param problem the problem to send to the client
	 * @return its members
	 */
	private static Map<String, Object> toMap(ProblemDetail problem) {
		Map<String, Object> map = new LinkedHashMap<>();
		put(map, "type", BLANK.equals(problem.getType()) ? null : problem.getType());
		put(map, "title", problem.getTitle());
		map.put("status", problem.getStatus());
		put(map, "detail", problem.getDetail());
		put(map, "instance", problem.getInstance());
		if (problem.getProperties() != null) {
			map.putAll(problem.getProperties());
		}
		map.put(PROBLEM, true);
		return map;
	}

	private static void put(Map<String, Object> map, String name, @Nullable Object value) {
		if (value != null) {
			map.put(name, value);
		}
	}

}
