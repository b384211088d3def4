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

/**
 * A client that begins with a poll and changes to WebSocket while a second one is held.
 */
final class UpgradingLoadClient extends WebSocketLoadClient {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private final Channel polls;

	private boolean probed;

	private boolean released;

	UpgradingLoadClient(LoadClients clients) {
		super(clients);
		this.polls = clients.connect(new Pipeline()).addListener((ChannelFuture connecting) -> {
			if (connecting.isSuccess()) {
				poll(connecting.channel(), "");
			}
			else {
				end(End.CUT);
			}
		}).channel();
	}

	private static void poll(Channel channel, String session) {
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, POLLING + session);
		request.headers().set(HttpHeaderNames.HOST, "127.0.0.1");
		channel.writeAndFlush(request, channel.voidPromise());
	}

	private void polled(Channel channel, String body) {
		if (body.startsWith("0{")) {
			int start = body.indexOf("\"sid\":\"") + 7;
			String session = "&sid=" + body.substring(start, body.indexOf('"', start));
			poll(channel, session);
			open(session);
		}
		else {
			channel.close();
			this.released = true;
			change();
		}
	}

	@Override
	void upgraded() {
		send("2probe");
	}

	@Override
	void receivedText(String packet) {
		if (packet.equals("3probe")) {
			this.probed = true;
			change();
		}
		else {
			super.receivedText(packet);
		}
	}

	/**
	 * A poll that came after the change would be one of another transport.
	 */
	private void change() {
		if (this.probed && this.released) {
			send("5");
			send("40");
		}
	}

	@Override
	public void abort() {
		clients().execute(() -> {
			this.polls.config().setOption(ChannelOption.SO_LINGER, 0);
			this.polls.close();
		});
		super.abort();
	}

	/**
	 * Decodes HTTP.
	 */
	private final class Pipeline extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(64 * 1024), new Polls());
		}

	}

	/**
	 * Takes what polls are answered.
	 */
	private final class Polls extends SimpleChannelInboundHandler<FullHttpResponse> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			if (response.status().code() == 200) {
				polled(context.channel(), response.content().toString(StandardCharsets.UTF_8));
			}
			else {
				end(End.REFUSED);
				context.close();
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			end(End.CUT);
			context.close();
		}

	}

}
