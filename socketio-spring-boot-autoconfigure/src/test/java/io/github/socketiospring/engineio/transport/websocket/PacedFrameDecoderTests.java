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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.transport.EventLoopThread;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacedFrameDecoder}.
 */
class PacedFrameDecoderTests {

	private static final byte[] EMPTY_FRAME = { (byte) 0x82, (byte) 0x80, 0, 0, 0, 0 };

	/** All reserved bits are set. */
	private static final byte[] CORRUPT_FRAME = { (byte) 0xf2, (byte) 0x80, 0, 0, 0, 0 };

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final PacedFrameDecoder decoder = new PacedFrameDecoder(
			WebSocketDecoderConfig.newBuilder().withUTF8Validator(false).closeOnProtocolViolation(false).build(),
			new EventLoopThread(this.channel.eventLoop()));

	private final List<Throwable> errors = new ArrayList<>();

	private int frames;

	@BeforeEach
	void open() {
		this.channel.pipeline().addLast(this.decoder, new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				((WebSocketFrame) message).release();
				PacedFrameDecoderTests.this.frames++;
				PacedFrameDecoderTests.this.decoder.frameHandled(0);
			}

			@Override
			public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
				PacedFrameDecoderTests.this.errors.add(cause);
			}

		});
	}

	@AfterEach
	void close() {
		this.channel.close();
	}

	@Test
	void goesOnReadingBehindACorruptFrameOfALaterTurn() {
		ByteBuf sent = Unpooled.buffer();
		for (int i = 0; i < ReadingTurn.PACKETS; i++) {
			sent.writeBytes(EMPTY_FRAME);
		}
		this.channel.writeInbound(sent.writeBytes(CORRUPT_FRAME));
		this.channel.runPendingTasks();
		assertThat(this.frames).isEqualTo(ReadingTurn.PACKETS);
		assertThat(this.errors).singleElement().isInstanceOf(CorruptedWebSocketFrameException.class);
		assertThat(this.channel.config().isAutoRead()).isTrue();
	}

}
