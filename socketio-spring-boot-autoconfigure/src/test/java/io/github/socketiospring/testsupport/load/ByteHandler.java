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

package io.github.socketiospring.testsupport.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the bytes that were read, after those left over from the previous read, and
 * flushes once at the end.
 */
abstract class ByteHandler extends ChannelInboundHandlerAdapter {

	private @Nullable ByteBuf left;

	private boolean dirty;

	/**
	 * Take from the buffer what is complete.
	 * @param buffer what was read
	 */
	abstract void read(ByteBuf buffer);

	/**
	 * Something went wrong, and the channel is closed for it.
	 * @param problem what went wrong
	 */
	abstract void failed(Throwable problem);

	/**
	 * The channel is closed.
	 */
	abstract void closed();

	final void write(ChannelHandlerContext context, ByteBuf bytes) {
		context.write(bytes, context.voidPromise());
		this.dirty = true;
	}

	final void flush(ChannelHandlerContext context) {
		this.dirty = false;
		context.flush();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf buffer = (ByteBuf) message;
		if (this.left != null) {
			ByteBuf whole = context.alloc().buffer(this.left.readableBytes() + buffer.readableBytes());
			whole.writeBytes(this.left).writeBytes(buffer);
			this.left.release();
			buffer.release();
			buffer = whole;
		}
		// What a failure leaves unread is released with the channel.
		this.left = buffer;
		read(buffer);
		if (!buffer.isReadable()) {
			this.left = null;
			buffer.release();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.dirty) {
			flush(context);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.left != null) {
			this.left.release();
			this.left = null;
		}
		closed();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		failed(cause);
		context.close();
	}

}
