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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.ConfigurableWebEnvironment;

/**
 * Explains why a bean of Socket.IO is missing in a servlet application. Spring Boot
 * itself would suggest to define one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ServletApplicationFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String ROOT = ClassUtils
		.getPackageName(ClassUtils.getPackageName(ServletApplicationFailureAnalyzer.class));

	private final Environment environment;

	ServletApplicationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		ResolvableType missing = cause.getResolvableType();
		if (missing == null || !missing.toClass().getName().startsWith(ROOT + ".")
				|| !(this.environment instanceof ConfigurableWebEnvironment)) {
			return null;
		}
		return new FailureAnalysis(
				"A bean of type '" + missing + "' is missing: Socket.IO requires a reactive web application, and "
						+ "this is a servlet application.",
				"Set spring.main.web-application-type=reactive, or remove Spring MVC (spring-boot-starter-webmvc) "
						+ "from the class path.",
				cause);
	}

}
