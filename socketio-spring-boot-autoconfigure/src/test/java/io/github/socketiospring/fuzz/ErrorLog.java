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

package io.github.socketiospring.fuzz;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Captures what this server reports: errors, and warnings about exceptions. A mistake of
 * a client is neither. Other output is suppressed while this is open.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger own = (Logger) LoggerFactory.getLogger("io.github.socketiospring");

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private ErrorLog() {
	}

	static ErrorLog watch() {
		ErrorLog log = new ErrorLog();
		log.start();
		log.own.setAdditive(false);
		log.own.addAppender(log);
		log.root.addAppender(log);
		return log;
	}

	List<String> problems() {
		return this.problems;
	}

	@Override
	protected void append(ILoggingEvent event) {
		IThrowableProxy exception = event.getThrowableProxy();
		if (event.getLevel().isGreaterOrEqual(Level.ERROR) || exception != null) {
			this.problems.add(event.getFormattedMessage()
					+ ((exception != null) ? "\n" + ThrowableProxyUtil.asString(exception) : ""));
		}
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.own.detachAppender(this);
		this.own.setAdditive(true);
		stop();
	}

}
