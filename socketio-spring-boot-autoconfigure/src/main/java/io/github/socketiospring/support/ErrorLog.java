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

package io.github.socketiospring.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs what a client can cause at will, so that a flood of it is no flood of the log: of
 * each kind, one in a minute is logged in full and all others at DEBUG in one line. What
 * is remembered of kinds is bounded. May be used from any thread.
 *
 * @since 0.1.0
 */
public final class ErrorLog {

	private static final int MAX_KINDS = 1000;

	private final Map<Kind, OncePerMinute> kinds = new ConcurrentHashMap<>();

	private final OncePerMinute others = new OncePerMinute();

	/**
	 * Log an error with its stack trace. Errors of one type that were thrown at one place
	 * are of one kind.
	 * @param logger the logger
	 * @param description what went wrong, without what clients sent unless
	 * {@linkplain LogFormat#value formatted}
	 * @param error the error
	 */
	public void error(Logger logger, String description, Throwable error) {
		StackTraceElement origin = origin(error);
		if (passes(new Kind(error.getClass().getName(), origin))) {
			logger.error("{} (further ones of this kind are logged at DEBUG for a minute)",
					LogFormat.message(description), error);
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("{}: {} at {}", LogFormat.message(description), error.getClass().getName(),
					LogFormat.message(origin));
		}
	}

	/**
	 * Log what is worth a line only.
	 * @param logger the logger
	 * @param kind of which kind it is
	 * @param description what happened, without what clients sent unless
	 * {@linkplain LogFormat#value formatted}
	 */
	public void warn(Logger logger, String kind, String description) {
		if (passes(new Kind(kind, null))) {
			logger.warn("{} (further ones of this kind are logged at DEBUG for a minute)",
					LogFormat.message(description));
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("{}", LogFormat.message(description));
		}
	}

	private boolean passes(Kind kind) {
		OncePerMinute present = this.kinds.get(kind);
		if (present == null) {
			present = (this.kinds.size() < MAX_KINDS)
					? this.kinds.computeIfAbsent(kind, (missing) -> new OncePerMinute()) : this.others;
		}
		return present.pass();
	}

	/**
	 * Where an error was thrown. Many are thrown by a method of the JDK, which says
	 * little.
	 * @param error the error
	 * @return the place, {@code null} if the error has no stack trace
	 */
	private static @Nullable StackTraceElement origin(Throwable error) {
		StackTraceElement[] trace = error.getStackTrace();
		for (StackTraceElement element : trace) {
			if (!element.getClassName().startsWith("java.") && !element.getClassName().startsWith("jdk.")) {
				return element;
			}
		}
		return (trace.length != 0) ? trace[0] : null;
	}

	/**
	 * What counts together.
	 *
	 * @param name the type of an error, or what it is called
	 * @param origin where it was thrown, if that is known
	 */
	private record Kind(String name, @Nullable StackTraceElement origin) {

	}

}
