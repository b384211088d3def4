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
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.ErrorStatus;

/**
 * Maps errors to problems as defined by RFC 9457, without details of internal errors.
 */
final class PlainProblem implements ErrorAckMapper {

	@Override
	public Object toAcknowledgement(Throwable error, Locale locale) {
		ErrorStatus status = ErrorStatus.of(error);
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("title", title(status.code()));
		problem.put("status", status.code());
		if (!status.isInternal()) {
			problem.put("detail", status.reason());
		}
		problem.put(PROBLEM, true);
		return problem;
	}

	private static String title(int code) {
		return switch (code) {
			case 400 -> "Bad Request";
			case 408 -> "Request Timeout";
			case 409 -> "Conflict";
			case 410 -> "Gone";
			case 429 -> "Too Many Requests";
			case 504 -> "Gateway Timeout";
			default -> "Internal Server Error";
		};
	}

}
