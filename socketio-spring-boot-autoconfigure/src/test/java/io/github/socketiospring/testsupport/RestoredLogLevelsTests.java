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

import java.util.Optional;
import java.util.ServiceLoader;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.mock;

/**
 * Tests for {@link RestoredLogLevels}.
 */
class RestoredLogLevelsTests {

	private static Optional<String> autodetection = Optional.empty();

	@RegisterExtension
	static final BeforeAllCallback CONFIGURATION = (context) -> autodetection = context
		.getConfigurationParameter("junit.jupiter.extensions.autodetection.enabled");

	private final ExtensionContext context = mock();

	private final RestoredLogLevels rule = new RestoredLogLevels();

	private final Logger logger = (Logger) LoggerFactory.getLogger(RestoredLogLevelsTests.class);

	@AfterEach
	void inheritLevel() {
		this.logger.setLevel(null);
	}

	@Test
	void givesTheLevelBack() {
		this.logger.setLevel(Level.INFO);
		this.rule.beforeAll(this.context);
		this.logger.setLevel(Level.OFF);
		this.rule.afterAll(this.context);
		assertThat(this.logger.getLevel()).isEqualTo(Level.INFO);
	}

	@Test
	void letsALoggerInheritItsLevelAgain() {
		this.rule.beforeAll(this.context);
		this.logger.setLevel(Level.OFF);
		Logger added = (Logger) LoggerFactory.getLogger(this.logger.getName() + ".added");
		added.setLevel(Level.OFF);
		this.rule.afterAll(this.context);
		assertThat(this.logger.getLevel()).isNull();
		assertThat(added.getLevel()).isNull();
	}

	@Test
	void givesTheLevelOfTheOuterClassBack() {
		this.rule.beforeAll(this.context);
		this.logger.setLevel(Level.INFO);
		this.rule.beforeAll(this.context);
		this.logger.setLevel(Level.OFF);
		this.rule.afterAll(this.context);
		assertThat(this.logger.getLevel()).isEqualTo(Level.INFO);
		this.rule.afterAll(this.context);
		assertThat(this.logger.getLevel()).isNull();
	}

	@Test
	void isRegisteredForEveryClass() {
		assertThat(autodetection).hasValue("true");
		assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(RestoredLogLevels.class);
	}

}
