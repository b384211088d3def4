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

package io.github.socketiospring.server.support;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.RateLimitExceededException;

/**
 * Problems as of RFC 9457 that say whose fault it was and nothing more.
 */
final class PlainProblem implements ErrorAckMapper {

	@Override
	public Object toAcknowledgement(Throwable error) {
		Map<String, Object> problem = new LinkedHashMap<>();
		if (error instanceof ArgumentConversionException conversion) {
			problem.put("title", "Bad Request");
			problem.put("status", 400);
			problem.put("detail", "Argument " + conversion.index() + " has the wrong type");
		}
		else if (error instanceof BadEventException) {
			problem.put("title", "Bad Request");
			problem.put("status", 400);
			problem.put("detail", String.valueOf(error.getMessage()));
		}
		else if (error instanceof RateLimitExceededException) {
			problem.put("title", "Too Many Requests");
			problem.put("status", 429);
			problem.put("detail", String.valueOf(error.getMessage()));
		}
		else {
			problem.put("title", "Internal Server Error");
			problem.put("status", 500);
		}
		return problem;
	}

}
