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

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A kept HTTP connection of a client with long-polling, made when it is needed. Used on
 * the thread of all clients.
 */
final class LoadHttp extends ChannelInitializer<Channel> {

	private static final int MAX_BODY = 32 * 1024 * 1024;

	private final LoadClient client;

	private final Consumer<String> answered;

	private @Nullable Channel channel;

	private boolean closed;

	/**
	 * Create a connection.
	 * @param client ends when the server refuses a request or hangs up
	 * @param answered takes the bodies of answers
	 */
	LoadHttp(LoadClient client, Consumer<String> answered) {
		this.client = client;
		this.answered = answered;
	}

	@Override
	protected void initChannel(Channel channel) {
		channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY), new Responses());
	}

	void send(HttpMethod method, String target, String body) {
		if (this.channel != null) {
			write(this.channel, method, target, body);
			return;
		}
		this.client.clients().connect(this).addListener((ChannelFuture connecting) -> {
			if (connecting.isSuccess()) {
				this.channel = connecting.channel();
				write(this.channel, method, target, body);
			}
			else {
				this.client.end(LoadClient.End.CUT);
			}
		});
	}

	private static void write(Channel channel, HttpMethod method, String target, String body) {
		ByteBuf content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, target, content);
		request.headers()
			.set(HttpHeaderNames.HOST, "127.0.0.1")
			.set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
		channel.writeAndFlush(request, channel.voidPromise());
	}

	void stopReading() {
		if (this.channel != null) {
			this.channel.config().setAutoRead(false);
		}
	}

	void reset() {
		if (this.channel != null) {
			this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		}
		close();
	}

	void close() {
		this.closed = true;
		if (this.channel != null) {
			this.channel.close();
		}
	}

	/**
	 * Takes what the server answers.
	 */
	private final class Responses extends SimpleChannelInboundHandler<FullHttpResponse> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			if (response.status().code() == 200) {
				LoadHttp.this.answered.accept(response.content().toString(StandardCharsets.UTF_8));
			}
			else {
				LoadHttp.this.client.end(LoadClient.End.REFUSED);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			if (!LoadHttp.this.closed) {
				LoadHttp.this.client.end(LoadClient.End.CUT);
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			LoadHttp.this.client.end(LoadClient.End.CUT);
			context.close();
		}

	}

}
