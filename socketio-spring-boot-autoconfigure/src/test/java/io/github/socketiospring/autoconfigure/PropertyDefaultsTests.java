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

import java.util.Map;

import io.github.socketiospring.annotation.support.AnnotatedHandlerOptions;
import io.github.socketiospring.engineio.EngineCookie;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the defaults of {@link SocketIOProperties} with those of the options. Both are
 * needed: the configuration metadata contains only the former, and applications without
 * Spring Boot have only the latter.
 */
class PropertyDefaultsTests {

	private final SocketIOProperties properties = bind(Map.of());

	@Test
	void areThoseOfEngineOptions() {
		assertThat(this.properties.toEngineOptions().build()).usingRecursiveComparison()
			.isEqualTo(EngineOptions.defaults());
	}

	@Test
	void areThoseOfSocketIOOptions() {
		assertThat(this.properties.toSocketIOOptions()).usingRecursiveComparison()
			.isEqualTo(SocketIOOptions.defaults());
	}

	@Test
	void areThoseOfPacketLimits() {
		assertThat(this.properties.limits().toPacketLimits()).usingRecursiveComparison()
			.isEqualTo(PacketLimits.defaults());
	}

	@Test
	void areThoseOfACookie() {
		assertThat(bind(Map.of("socketio.cookie.enabled", "true")).toEngineOptions().build().cookie())
			.usingRecursiveComparison()
			.isEqualTo(EngineCookie.builder("io").build());
	}

	@Test
	void areThoseOfHandlers() {
		SocketIOProperties.Handlers handlers = this.properties.handlers();
		assertThat(AnnotatedHandlerOptions.builder(() -> SocketIOServers.builder().build(), JsonMapper.shared(),
				(error, locale) -> "failed", Runnable::run))
			.extracting("execution", "ordered", "maxResults")
			.containsExactly(handlers.execution(), handlers.ordered(), handlers.maxResults());
	}

	private static SocketIOProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("socketio",
				SocketIOProperties.class);
	}

}
