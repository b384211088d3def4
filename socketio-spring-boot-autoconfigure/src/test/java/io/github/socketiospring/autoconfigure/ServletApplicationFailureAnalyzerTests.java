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

package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.core.SocketIOTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.web.context.support.StandardServletEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletApplicationFailureAnalyzer}.
 */
class ServletApplicationFailureAnalyzerTests {

	@Test
	void namesTheWayOutInServletApplications() {
		FailureAnalysis analysis = analyze(new StandardServletEnvironment(), SocketIOTemplate.class);
		assertThat(analysis.getDescription()).contains(SocketIOTemplate.class.getName(), "servlet");
		assertThat(analysis.getAction()).contains("spring.main.web-application-type=reactive");
	}

	@Test
	void leavesOtherBeansAndApplicationsAlone() {
		assertThat(analyze(new StandardServletEnvironment(), String.class)).isNull();
		assertThat(analyze(new StandardEnvironment(), SocketIOTemplate.class)).isNull();
	}

	@Test
	void isFound() {
		SpringFactoriesLoader.ArgumentResolver arguments = SpringFactoriesLoader.ArgumentResolver.of(Environment.class,
				new StandardEnvironment());
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, arguments,
					SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
					})))
			.hasAtLeastOneElementOfType(ServletApplicationFailureAnalyzer.class);
	}

	private static FailureAnalysis analyze(ConfigurableEnvironment environment, Class<?> missing) {
		return new ServletApplicationFailureAnalyzer(environment)
			.analyze(new IllegalStateException(new NoSuchBeanDefinitionException(missing)));
	}

}
