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

package io.github.socketiospring.engineio.web;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import org.slf4j.Logger;

/**
 * Logs why requests are refused, and what an operator can do. Each kind of refusal is
 * logged at WARN once a minute and otherwise at DEBUG, so that a flood of bad requests
 * does not flood the log.
 */
final class RefusalLog {

	private final List<OncePerMinute> warnings = Arrays.stream(Kind.values())
		.map((kind) -> new OncePerMinute())
		.toList();

	private final Logger logger;

	RefusalLog(Logger logger) {
		this.logger = logger;
	}

	void log(Kind kind, Supplier<String> message) {
		if (this.warnings.get(kind.ordinal()).pass()) {
			this.logger.warn("{} (further refusals of this kind are logged at DEBUG for a minute)",
					LogFormat.message(message.get()));
		}
		else {
			debug(message);
		}
	}

	/**
	 * Log a message that needs no attention from an operator.
	 * @param message supplies the line; called only if it is logged
	 */
	void debug(Supplier<String> message) {
		if (this.logger.isDebugEnabled()) {
			this.logger.debug("{}", LogFormat.message(message.get()));
		}
	}

	/**
	 * The kinds of refusals, each with its own warning.
	 */
	enum Kind {

		/** Most often a load balancer without sticky sessions. */
		UNKNOWN_SID,

		/** A page of another origin. */
		ORIGIN,

		/** A request for the session of another user. */
		OWNER,

		/** A client of Socket.IO 2.x. */
		PROTOCOL,

		/** A body that is too large. */
		TOO_LARGE,

		/** The limit of sessions is reached. */
		TOO_MANY,

		/** The limit of memory is reached. */
		MEMORY,

		/** Too many handshakes or sessions from one address. */
		RATE,

		/** Everything else. */
		OTHER

	}

}
