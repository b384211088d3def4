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

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Our part of a WebSocket's closing handshake. One of {@link #initiate()},
 * {@link #fail(int)} and {@link #answer()} is called, once. All methods are called on the
 * event loop of the channel.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-7.1">RFC 6455, section
 * 7.1</a>
 */
final class CloseHandshake {

	private static final long PATIENCE_SECONDS = 3;

	private final Channel channel;

	private final PacedFrameDecoder decoder;

	private @Nullable Future<?> timeout;

	CloseHandshake(Channel channel, PacedFrameDecoder decoder) {
		this.channel = channel;
		this.decoder = decoder;
	}

	/**
	 * Send the first close frame, and wait for the peer's.
	 */
	void initiate() {
		this.channel.writeAndFlush(new CloseWebSocketFrame());
		awaitPeer();
	}

	/**
	 * Fail the connection (RFC 6455, section 7.1.7). The input of a peer that violated
	 * the protocol cannot be decoded any more, so its close frame is not awaited. Reading
	 * continues, since a reset would usually hide the reason from the peer.
	 * @param status the status of the close frame
	 */
	void fail(int status) {
		ChannelFuture written = this.channel.writeAndFlush(new CloseWebSocketFrame(status, ""));
		written.addListener((future) -> endOutput());
		awaitPeer();
	}

	/**
	 * Answer the close frame of the peer.
	 */
	void answer() {
		this.channel.writeAndFlush(new CloseWebSocketFrame());
	}

	/**
	 * The channel is closed.
	 */
	void end() {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
	}

	private void endOutput() {
		SslHandler tls = this.channel.pipeline().get(SslHandler.class);
		if (tls != null) {
			tls.closeOutbound();
		}
		else if (this.channel instanceof DuplexChannel duplex) {
			duplex.shutdownOutput();
		}
		else {
			this.channel.close();
		}
	}

	/**
	 * Wait for the peer to close the connection, but not forever.
	 */
	private void awaitPeer() {
		this.decoder.suspend(false);
		this.timeout = this.channel.eventLoop()
			.schedule(() -> this.channel.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
	}

}
