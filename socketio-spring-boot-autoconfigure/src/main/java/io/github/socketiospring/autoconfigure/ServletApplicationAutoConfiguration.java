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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;

/**
 * Logs why a servlet application does not serve Socket.IO, which is otherwise visible
 * only as a 404 at the client.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
public final class ServletApplicationAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ServletApplicationAutoConfiguration.class);

	ServletApplicationAutoConfiguration() {
		logger
			.warn("Socket.IO is not served: it requires a reactive web application, and this is a servlet application "
					+ "(spring.main.web-application-type=servlet). If WebFlux and Spring MVC are both on the class "
					+ "path, set spring.main.web-application-type=reactive");
	}

}
