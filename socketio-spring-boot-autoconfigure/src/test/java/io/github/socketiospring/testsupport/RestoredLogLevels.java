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

package io.github.socketiospring.testsupport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Gives each logger back the level that it had before a test class. The levels that an
 * application sets by {@code logging.level} are those of the JVM and outlast it, and then
 * tests of other classes would miss what they expect in the log. JUnit registers this for
 * every class.
 */
public final class RestoredLogLevels implements BeforeAllCallback, AfterAllCallback {

	/** One for each class that runs: a nested class runs within another. */
	private final Deque<Map<String, @Nullable Level>> before = new ArrayDeque<>();

	@Override
	public void beforeAll(ExtensionContext context) {
		Map<String, @Nullable Level> levels = new HashMap<>();
		for (Logger logger : loggers().getLoggerList()) {
			levels.put(logger.getName(), logger.getLevel());
		}
		this.before.push(levels);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Map<String, @Nullable Level> levels = this.before.pop();
		for (Logger logger : loggers().getLoggerList()) {
			logger.setLevel(levels.get(logger.getName()));
		}
	}

	private static LoggerContext loggers() {
		return (LoggerContext) LoggerFactory.getILoggerFactory();
	}

}
