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

package io.github.socketiospring.engineio;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.socketiospring.support.Ids;

/**
 * A request that was refused, as reported to
 * {@link EngineListener#onConnectionError(ConnectionError)}.
 *
 * @param code the code that clients know the error by, 0 to 5
 * @param message the message that the client got
 * @param context details, with the keys of the reference implementation:
 * {@code transport}, {@code sid}, {@code method}, {@code protocol} or {@code message}
 * with the requested value, or a {@code name} such as {@code TRANSPORT_MISMATCH}
 * @param request the request, without a principal
 * @since 0.1.0
 */
public record ConnectionError(int code, String message, Map<String, String> context, EngineHandshake request) {

	private static final String SID = "sid";

	/**
	 * For logs: session ids are abbreviated, and of the request only its origin is
	 * included.
	 * @return code, message and context
	 */
	@Override
	public String toString() {
		Map<String, String> shown = new LinkedHashMap<>(this.context);
		shown.computeIfPresent(SID, (name, sid) -> Ids.abbreviate(sid));
		return "ConnectionError " + this.code + " '" + this.message + "' " + shown + ", " + this.request;
	}

}
