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

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.NettyPipeline;

/**
 * Lets Reactor Netty read the next request of a connection after each answer.
 * <p>
 * Reactor Netty postpones a request that arrives before the end of the previous answer is
 * registered, regardless of the kind of answer, such as a login or a file. If the
 * postponed request is answered at once, Reactor Netty up to 1.3.7 stops reading from the
 * connection, and a poll on that connection is never answered.
 *
 * @since 0.1.0
 */
public final class KeptConnectionReader extends ChannelOutboundHandlerAdapter {

	private static final String NAME = "keptconnectionreader";

	private KeptConnectionReader() {
	}

	/**
	 * Add a reader to an HTTP/1.1 connection. Has no effect on others.
	 * @param channel a channel that is set up
	 */
	public static void install(Channel channel) {
		if (channel.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
			channel.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, NAME, new KeptConnectionReader());
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response
				&& response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
			context.pipeline().remove(this);
		}
		else if (message instanceof LastHttpContent) {
			// After the tasks of Reactor Netty, which resume a postponed request.
			context.executor().execute(context::read);
		}
		context.write(message, promise);
	}

}
