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

package io.github.socketiospring.engineio.web;

import java.nio.channels.ClosedChannelException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Waits until a channel is writable again: the client has then read all but the bytes
 * that the channel may buffer.
 */
final class WritableAgain extends ChannelDuplexHandler {

	private final MonoSink<Void> sink;

	private WritableAgain(MonoSink<Void> sink) {
		this.sink = sink;
	}

	/**
	 * Wait for a channel.
	 * @param channel the channel of a connection, or of a stream of HTTP/2
	 * @return completes once the channel is writable, fails if it is closed before
	 */
	static Mono<Void> of(Channel channel) {
		return Mono.create((sink) -> {
			if (channel.isWritable()) {
				sink.success();
				return;
			}
			if (channel.eventLoop().inEventLoop()) {
				// Before a task runs, everything may have been written and the connection
				// closed.
				watch(channel, sink);
				return;
			}
			channel.eventLoop().execute(() -> watch(channel, sink));
		});
	}

	private static void watch(Channel channel, MonoSink<Void> sink) {
		if (channel.isWritable()) {
			sink.success();
		}
		else if (!channel.isActive()) {
			sink.error(new ClosedChannelException());
		}
		else {
			channel.pipeline().addFirst(new WritableAgain(sink));
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			context.pipeline().remove(this);
			if (isConnected(context.channel())) {
				this.sink.success();
			}
			else {
				this.sink.error(new ClosedChannelException());
			}
		}
		context.fireChannelWritabilityChanged();
	}

	/**
	 * Whether a channel can still send. When the connection of an HTTP/2 stream is
	 * closed, the stream discards its data before it is closed itself.
	 * @param channel the channel of a connection, or of a stream of HTTP/2
	 * @return {@code true} unless the connection of the stream is closed
	 */
	private static boolean isConnected(Channel channel) {
		return !(channel instanceof Http2StreamChannel) || channel.parent().isActive();
	}

	/**
	 * The client has cancelled one answer, which does not close the stream at once.
	 */
	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof Http2ResetFrame) {
			context.pipeline().remove(this);
			this.sink.error(new ClosedChannelException());
		}
		context.fireUserEventTriggered(event);
	}

	/**
	 * The server closes a connection that is not kept alive as soon as the last byte has
	 * been written, before this handler learns that the channel is writable. If the
	 * client closes the connection, this method is not called.
	 */
	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		ChannelOutboundBuffer left = context.channel().unsafe().outboundBuffer();
		if (left != null && left.isEmpty()) {
			context.pipeline().remove(this);
			this.sink.success();
		}
		context.close(promise);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.sink.error(new ClosedChannelException());
		context.fireChannelInactive();
	}

}
