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

package io.github.socketiospring.docs;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.engineio.web.EngineHandlerMapping;
import io.github.socketiospring.engineio.web.EngineWebHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

/**
 * The code in {@code docs/engineio.md}.
 */
@Configuration(proxyBeanMethods = false)
class EngineIOAlone {

	private static final Logger logger = LoggerFactory.getLogger(EngineIOAlone.class);

	@Bean
	EngineServer engineServer(EngineOptions options) {
		return new EngineServer(options, (session) -> {
			session.send(EngineMessage.text("Welcome"));
			return new EngineSessionHandler() {

				@Override
				public void onMessage(EngineMessage message) {
					session.send(message);
				}

				@Override
				public void onClose(CloseReason reason) {
					logger.info("A session ended: {}", reason);
				}

			};
		});
	}

	static EngineHandlerMapping engineIO(EngineServer server) {
		WebSocketService webSockets = new HandshakeWebSocketService(
				EngineUpgradeStrategies.forServerInUse(server.options().maxPayload()));
		return new EngineHandlerMapping("/engine.io", EngineWebHandler.builder(server, webSockets).build(), true);
	}

}
