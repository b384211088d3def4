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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.support.Ids;
import org.slf4j.LoggerFactory;

/**
 * Checks the log of a server in every test for what it must not contain: control
 * characters, with which a client could forge a line, and complete session ids, with
 * which a reader could act for a client.
 */
public final class LogGuard extends AppenderBase<ILoggingEvent> implements EngineListener {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.socketiospring");

	private final Set<String> sessionIds = ConcurrentHashMap.newKeySet();

	private final Queue<String> seen = new ConcurrentLinkedQueue<>();

	/**
	 * Start to watch. Begin after the application has started, since the start resets
	 * logging.
	 */
	public void watch() {
		start();
		this.logger.addAppender(this);
	}

	/**
	 * Watch no longer.
	 * @return the lines that must not be logged
	 */
	public List<String> end() {
		this.logger.detachAppender(this);
		stop();
		return List.copyOf(this.seen);
	}

	@Override
	public void onOpen(EngineSession session) {
		if (!Ids.abbreviate(session.id()).equals(session.id())) {
			this.sessionIds.add(session.id());
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		String line = event.getFormattedMessage();
		if (line.chars().anyMatch(Character::isISOControl) || this.sessionIds.stream().anyMatch(line::contains)) {
			this.seen.add(line);
		}
	}

}
