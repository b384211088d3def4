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

package io.github.socketiospring.engineio.transport.websocket;

import java.util.function.Function;

import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.testsupport.TestMemory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.Connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ChannelUpgradeStrategy}.
 */
class ChannelUpgradeStrategyTests {

	private final EmbeddedChannel channel = new EmbeddedChannel(
			new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder().build()));

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readsUnlessTheSessionSuspendsReadingWhenItIsOpened(boolean suspended) {
		TransportListener session = mock(TransportListener.class);
		given(session.memory()).willReturn(TestMemory.account());
		TransportStarter starter = new TransportStarter() {

			@Override
			public <T extends Transport> T start(Function<TransportListener, T> transports) {
				T transport = transports.apply(session);
				if (suspended) {
					transport.suspendReading(true);
				}
				return transport;
			}

		};
		Connection connection = () -> this.channel;
		this.channel.config().setAutoRead(false);
		ChannelUpgradeStrategy.start(connection, new EngineWebSocketHandler(starter, 1000, null));
		assertThat(this.channel.config().isAutoRead()).isEqualTo(!suspended);
		this.channel.close();
	}

}
