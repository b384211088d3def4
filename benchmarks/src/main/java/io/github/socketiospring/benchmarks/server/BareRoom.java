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

package io.github.socketiospring.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;

/**
 * The only room of the bare server. Its members are grouped by event loop, and each gets
 * the same finished frame.
 */
final class BareRoom {

	private static final byte[] PREFIX = "42[\"news\",".getBytes(StandardCharsets.US_ASCII);

	private static final int SMALL = 125;

	private final Map<EventExecutor, Set<ChannelHandlerContext>> members = new ConcurrentHashMap<>();

	void join(ChannelHandlerContext context) {
		this.members.computeIfAbsent(context.executor(), (loop) -> new LinkedHashSet<>()).add(context);
	}

	void leave(ChannelHandlerContext context) {
		Set<ChannelHandlerContext> ofLoop = this.members.get(context.executor());
		if (ofLoop != null) {
			ofLoop.remove(context);
		}
	}

	void publish(ByteBuf text) {
		ByteBuf frame = frame(text);
		this.members.forEach((loop, ofLoop) -> {
			frame.retain();
			loop.execute(() -> {
				// Bypasses the encoder, since the frame is complete.
				ofLoop.forEach((member) -> member.channel()
					.writeAndFlush(frame.retainedDuplicate(), member.channel().voidPromise()));
				frame.release();
			});
		});
		frame.release();
	}

	private static ByteBuf frame(ByteBuf text) {
		int length = PREFIX.length + text.readableBytes();
		ByteBuf frame = Unpooled.directBuffer(length + 4).writeByte(0x81);
		if (length <= SMALL) {
			frame.writeByte(length);
		}
		else {
			frame.writeByte(SMALL + 1).writeShort(length);
		}
		return frame.writeBytes(PREFIX).writeBytes(text);
	}

}
