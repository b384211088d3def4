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
import java.util.StringJoiner;
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
 * A client that polls: one connection for polls and one for what it sends, both kept from
 * request to request. Packets that wait for a {@code POST} to be answered leave together.
 */
final class PollingLoadClient extends LoadClient {

	private static final String SEPARATOR = "\u001e";

	private static final int MAX_BODY = 32 * 1024 * 1024;

	private final Requests polls = new Requests(this::polled);

	private final Requests posts = new Requests((body) -> posted());

	private String target = "/socket.io/?EIO=4&transport=polling";

	private StringJoiner outgoing = new StringJoiner(SEPARATOR);

	private volatile boolean posting;

	private volatile boolean reading = true;

	private volatile boolean leaving;

	PollingLoadClient(LoadClients clients) {
		super(clients);
		clients.execute(() -> this.polls.send(HttpMethod.GET, ""));
	}

	@Override
	void opened(String packet) {
		int start = packet.indexOf("\"sid\":\"") + 7;
		this.target += "&sid=" + packet.substring(start, packet.indexOf('"', start));
	}

	private void polled(String body) {
		for (String packet : body.split(SEPARATOR)) {
			received(packet);
		}
		if (this.reading && !this.leaving && !ended().isDone()) {
			this.polls.send(HttpMethod.GET, "");
		}
	}

	private void posted() {
		this.posting = false;
		if (this.outgoing.length() > 0) {
			post();
		}
		else if (this.leaving) {
			end(End.LEFT);
		}
	}

	private void post() {
		this.posting = true;
		String body = this.outgoing.toString();
		this.outgoing = new StringJoiner(SEPARATOR);
		this.posts.send(HttpMethod.POST, body);
	}

	@Override
	public void send(String packet) {
		clients().execute(() -> {
			this.outgoing.add(packet);
			if (!this.posting) {
				post();
			}
		});
	}

	@Override
	boolean isWritable() {
		return !this.posting;
	}

	@Override
	public void stopReading() {
		this.reading = false;
		this.polls.stopReading();
	}

	@Override
	public void leave() {
		this.leaving = true;
		send("1");
	}

	@Override
	public void abort() {
		clients().execute(() -> {
			end(End.LEFT);
			this.polls.reset();
			this.posts.reset();
		});
	}

	/**
	 * A connection, made when it is needed.
	 */
	private final class Requests extends ChannelInitializer<Channel> {

		private final Consumer<String> answered;

		private @Nullable Channel channel;

		Requests(Consumer<String> answered) {
			this.answered = answered;
		}

		@Override
		protected void initChannel(Channel channel) {
			channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY), new Responses(this));
		}

		void send(HttpMethod method, String body) {
			if (this.channel != null) {
				write(this.channel, method, body);
				return;
			}
			clients().connect(this).addListener((ChannelFuture connecting) -> {
				if (connecting.isSuccess()) {
					this.channel = connecting.channel();
					write(this.channel, method, body);
				}
				else {
					end(End.CUT);
				}
			});
		}

		private void write(Channel channel, HttpMethod method, String body) {
			ByteBuf content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
			FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method,
					PollingLoadClient.this.target, content);
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
				this.channel.close();
			}
		}

		void close() {
			if (this.channel != null) {
				this.channel.close();
			}
		}

	}

	/**
	 * Takes what the server answers.
	 */
	private final class Responses extends SimpleChannelInboundHandler<FullHttpResponse> {

		private final Requests requests;

		Responses(Requests requests) {
			this.requests = requests;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			if (response.status().code() != 200) {
				end(End.REFUSED);
			}
			else {
				this.requests.answered.accept(response.content().toString(StandardCharsets.UTF_8));
			}
			if (ended().isDone()) {
				PollingLoadClient.this.polls.close();
				PollingLoadClient.this.posts.close();
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			end(End.CUT);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			end(End.CUT);
			context.close();
		}

	}

}
