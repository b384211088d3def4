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
 * Logs errors that clients can cause, so that they cannot flood the log: one error of
 * each kind is logged in full per minute, and the others as one line at DEBUG. The number
 * of remembered kinds is limited. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ErrorLog {

	private static final int MAX_KINDS = 1000;

	private final Map<Kind, OncePerMinute> kinds = new ConcurrentHashMap<>();

	private final OncePerMinute others = new OncePerMinute();

	/**
	 * Log an error with its stack trace. Errors of the same type that were thrown at the
	 * same place are of one kind.
	 * @param logger the logger to write to
	 * @param description what went wrong; may contain input of clients only
	 * {@linkplain LogFormat#value formatted}
	 * @param error an error that clients can cause
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
	 * Log a warning without a stack trace.
	 * @param logger the logger to write to
	 * @param kind the kind of the warning; clients must not be able to choose it, since
	 * the number of kinds is limited
	 * @param description what happened; may contain input of clients only
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
	 * Find where an error was thrown. Methods of the JDK, which throw many errors, are
	 * skipped.
	 * @param error an error with or without a stack trace
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
	 * Errors or warnings that are counted together.
	 *
	 * @param name the type of an error, or the name of a warning's kind
	 * @param origin where the error was thrown, {@code null} if unknown
	 */
	private record Kind(String name, @Nullable StackTraceElement origin) {

	}

}
