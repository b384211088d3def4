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

import java.util.List;

import io.github.socketiospring.engineio.transport.ReadingPace;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the frames of one client, as many in a turn of the event loop as
 * {@link ReadingTurn} allows. Then it rests: bytes that were already read wait here, and
 * the rest in the network, until the other clients of the event loop have had their turn.
 * Belongs to the event loop, unless a method says otherwise.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5">RFC 6455, data
 * framing</a>
 */
final class PacedFrameDecoder extends WebSocket13FrameDecoder {

	private final ReadingTurn turn;

	private @Nullable ChannelHandlerContext context;

	private @Nullable MemoryAccount memory;

	/** The number of bytes that are charged for those that wait here. */
	private int charged;

	/** Whether reading is suspended; any thread may set it. */
	private volatile boolean suspended;

	/** Whether nothing is decoded until the next turn. */
	private boolean resting;

	private boolean scheduled;

	/** Whether the input has ended after the bytes that wait here. */
	private boolean inputEnded;

	/**
	 * Create a decoder.
	 * @param config the limits of frames
	 * @param thread the event loop of the channel
	 */
	PacedFrameDecoder(WebSocketDecoderConfig config, ReadingThread thread) {
		super(config);
		this.turn = new ReadingTurn(thread, new ReadingPace());
	}

	/**
	 * The limits of the current turn.
	 * @return the turn of the thread, always the same object
	 */
	ReadingTurn turn() {
		return this.turn;
	}

	/**
	 * Charge the bytes that wait here, such as those of an incomplete frame.
	 * @param account the account to charge
	 */
	void chargeTo(MemoryAccount account) {
		this.memory = account;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext added) {
		this.context = added;
		// The end of the input must not close the channel while some of it waits.
		added.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
	}

	/**
	 * A frame was handled.
	 * @param size its size in bytes
	 */
	void frameHandled(int size) {
		if (!this.turn.read(size) && !this.resting) {
			rest();
		}
	}

	/**
	 * Suspend or resume decoding. May be called from any thread.
	 * @param suspend whether reading is suspended
	 */
	void suspend(boolean suspend) {
		this.suspended = suspend;
		ChannelHandlerContext present = this.context;
		if (present != null && !present.executor().inEventLoop()) {
			present.executor().execute(this::update);
		}
		else {
			update();
		}
	}

	private void update() {
		if (this.suspended) {
			rest();
		}
		else if (this.resting) {
			scheduleTurn();
		}
	}

	private void rest() {
		this.resting = true;
		setAutoRead();
		if (!isHeldBack()) {
			scheduleTurn();
		}
	}

	/**
	 * Whether decoding waits until reading is resumed. After the end of the input it does
	 * not wait.
	 * @return whether no turn is scheduled
	 */
	private boolean isHeldBack() {
		return this.suspended && !this.inputEnded;
	}

	private void setAutoRead() {
		ChannelHandlerContext present = this.context;
		if (present != null) {
			present.channel().config().setAutoRead(!this.resting);
		}
	}

	private void scheduleTurn() {
		ChannelHandlerContext present = this.context;
		if (!this.scheduled && present != null) {
			this.scheduled = true;
			this.turn.next(() -> nextTurn(present));
		}
	}

	private void nextTurn(ChannelHandlerContext present) {
		this.scheduled = false;
		if (present.isRemoved() || isHeldBack()) {
			return;
		}
		this.resting = false;
		try {
			super.channelRead(present, Unpooled.EMPTY_BUFFER);
			if (this.inputEnded && !this.resting) {
				super.userEventTriggered(present, ChannelInputShutdownEvent.INSTANCE);
			}
			endRead(present);
		}
		catch (Throwable ex) {
			present.fireExceptionCaught(ex);
		}
		finally {
			// Also after an invalid frame: its client must see the answer.
			setAutoRead();
		}
	}

	@Override
	protected void decode(ChannelHandlerContext current, ByteBuf in, List<Object> out) throws Exception {
		if (!this.resting) {
			super.decode(current, in, out);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext current) throws Exception {
		if (!this.resting) {
			this.turn.begin();
		}
		endRead(current);
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext current) {
		charge();
	}

	private void charge() {
		int held = internalBuffer().capacity();
		MemoryAccount account = this.memory;
		if (held != this.charged && account != null) {
			account.charge(MemoryKind.FRAGMENTS, held - this.charged);
			this.charged = held;
		}
	}

	private void endRead(ChannelHandlerContext current) throws Exception {
		charge();
		if (this.resting) {
			// The decoder would request more data, since it has decoded nothing.
			current.fireChannelReadComplete();
		}
		else {
			super.channelReadComplete(current);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext current, Object event) throws Exception {
		if (event == ChannelInputShutdownEvent.INSTANCE && this.resting) {
			this.inputEnded = true;
			scheduleTurn();
		}
		else {
			super.userEventTriggered(current, event);
		}
	}

}
