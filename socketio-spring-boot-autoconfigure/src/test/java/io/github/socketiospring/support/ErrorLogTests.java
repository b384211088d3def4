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

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(ErrorLogTests.class);

	private final List<ILoggingEvent> logged = new ArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			ErrorLogTests.this.logged.add(event);
		}

	};

	private final ErrorLog log = new ErrorLog();

	@BeforeEach
	void watch() {
		this.appender.start();
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void end() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	private static RuntimeException error(String message) {
		return new IllegalStateException(message);
	}

	@Test
	void logsOneErrorOfAKindInFull() {
		for (int i = 0; i < 3; i++) {
			this.log.error(this.logger, "It failed", error("secret " + i));
		}
		assertThat(this.logged).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.ERROR, Level.DEBUG, Level.DEBUG);
		assertThat(this.logged.get(0).getThrowableProxy()).isNotNull();
		assertThat(this.logged.subList(1, 3)).allSatisfy((event) -> {
			assertThat(event.getThrowableProxy()).isNull();
			assertThat(event.getFormattedMessage())
				.startsWith("It failed: java.lang.IllegalStateException at " + ErrorLogTests.class.getName())
				.doesNotContain("secret");
		});
	}

	@Test
	void tellsErrorsApartByTheirTypeAndPlace() {
		this.log.error(this.logger, "It failed", error("here"));
		this.log.error(this.logger, "It failed", new IllegalStateException("elsewhere"));
		this.log.error(this.logger, "It failed", new StackOverflowError());
		assertThat(this.logged).extracting(ILoggingEvent::getLevel).containsOnly(Level.ERROR);
	}

	@Test
	void tellsErrorsOfTheJdkApartByWhoCalledIt() {
		for (int i = 0; i < 2; i++) {
			parse("one");
			parse("two");
		}
		this.log.error(this.logger, "It failed", failure(() -> Integer.parseInt("three")));
		assertThat(this.logged).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.ERROR, Level.DEBUG, Level.DEBUG, Level.DEBUG, Level.ERROR);
	}

	private void parse(String text) {
		this.log.error(this.logger, "It failed", failure(() -> Integer.parseInt(text)));
	}

	private static Throwable failure(Runnable action) {
		try {
			action.run();
		}
		catch (NumberFormatException ex) {
			return ex;
		}
		throw new AssertionError("it did not fail");
	}

	@Test
	void takesErrorsWithoutAStackTrace() {
		RuntimeException bare = new RuntimeException("no trace", null, false, false) {
		};
		this.log.error(this.logger, "It failed", bare);
		this.log.error(this.logger, "It failed", bare);
		assertThat(this.logged).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR, Level.DEBUG);
	}

	@Test
	void warnsOfOneOfAKind() {
		this.log.warn(this.logger, "a", "first");
		this.log.warn(this.logger, "a", "second");
		this.log.warn(this.logger, "b", "third");
		assertThat(this.logged).extracting(Object::toString)
			.containsExactly("[WARN] first (further ones of this kind are logged at DEBUG for a minute)",
					"[DEBUG] second", "[WARN] third (further ones of this kind are logged at DEBUG for a minute)");
	}

	@Test
	void remembersOnlySoManyKinds() {
		for (int i = 0; i < 2_000; i++) {
			this.log.warn(this.logger, "kind " + i, "line");
		}
		assertThat(this.logged).filteredOn((event) -> event.getLevel() == Level.WARN).hasSize(1_001);
	}

}
