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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Captures what a test makes the server log on purpose, so that the test can assert it
 * and the console does not show it. Begin after the application has started, since the
 * start resets logging.
 */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger;

	private final Level level;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private CapturedLog(Logger logger) {
		this.logger = logger;
		this.level = logger.getLevel();
	}

	/**
	 * Capture from now on.
	 * @param logger the logger's name: that of a class, or of a package and all below it
	 * @return the log, to be closed
	 */
	public static CapturedLog of(String logger) {
		return of(logger, Level.WARN);
	}

	/**
	 * Capture from now on, also what is below the level of warnings.
	 * @param logger the logger's name: that of a class, or of a package and all below it
	 * @param level the level from which on lines are captured
	 * @return the log, to be closed
	 */
	public static CapturedLog of(String logger, Level level) {
		CapturedLog log = new CapturedLog((Logger) LoggerFactory.getLogger(logger));
		log.start();
		if (!log.logger.isEnabledFor(level)) {
			// The console is spared the warnings of some loggers.
			log.logger.setLevel(level);
		}
		log.logger.setAdditive(false);
		log.logger.addAppender(log);
		return log;
	}

	/**
	 * What was logged so far.
	 * @return the lines, with their levels in front
	 */
	public List<String> lines() {
		return this.lines;
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.lines.add(event.getLevel() + " " + event.getFormattedMessage());
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setAdditive(true);
		this.logger.setLevel(this.level);
		stop();
	}

}
