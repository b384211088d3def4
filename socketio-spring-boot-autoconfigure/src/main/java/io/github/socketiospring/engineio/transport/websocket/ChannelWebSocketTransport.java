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

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.transport.PerMessageDeflate;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.Violation;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket on a Netty channel, with no stream object between session and channel: frames
 * are read where they arrive, and written as finished buffers by the
 * {@link EventLoopWriter}. Fields without a comment belong to the event loop.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#websocket">Engine.IO
 * protocol, WebSocket</a>
 */
final class ChannelWebSocketTransport extends ChannelInboundHandlerAdapter implements Transport {

	private static final Logger logger = LoggerFactory.getLogger(ChannelWebSocketTransport.class);

	private static final ErrorLog errorLog = new ErrorLog();

	private static final AtomicIntegerFieldUpdater<ChannelWebSocketTransport> WAITING = AtomicIntegerFieldUpdater
		.newUpdater(ChannelWebSocketTransport.class, "waiting");

	private final Channel channel;

	private final TransportListener session;

	private final PacedFrameDecoder decoder;

	private final EventLoopWriter writer;

	private final WebSocketFormat format;

	private final MessageAssembler assembler;

	/** The number of bytes from which messages are compressed. */
	private final int compressionThreshold;

	/** Whether this is queued at the writer, 0 or 1; any thread may set it. */
	private volatile int waiting;

	/**
	 * Whether the channel is not writable. Any thread may read it; a broadcast checks
	 * each receiver, and the channel itself would have to read four objects for the
	 * answer.
	 */
	private volatile boolean blocked;

	/**
	 * Whether the last write ended because the peer does not read; any thread may read
	 * it.
	 */
	private volatile boolean full;

	/** Whether the session must not get signals any more; any thread may set it. */
	private volatile boolean ended;

	/** Begins with the close frame, after which nothing is written. */
	private @Nullable CloseHandshake closing;

	/**
	 * Create a transport, on the channel's event loop.
	 * @param channel a channel on which the WebSocket handshake is done
	 * @param session the session it belongs to
	 * @param settings what was agreed in the handshake
	 * @param decoder decodes the channel's frames
	 */
	ChannelWebSocketTransport(Channel channel, TransportListener session, EngineWebSocketHandler settings,
			PacedFrameDecoder decoder) {
		this.channel = channel;
		this.decoder = decoder;
		decoder.chargeTo(session.memory());
		this.session = session;
		this.writer = EventLoopWriter.of(channel.eventLoop());
		this.format = settings.format();
		this.assembler = new MessageAssembler(settings.maxPayload(), this.format, session.memory());
		PerMessageDeflate compression = settings.compression();
		this.compressionThreshold = (compression != null
				&& channel.pipeline().get(WebSocketExtensionEncoder.class) != null) ? compression.threshold()
						: Integer.MAX_VALUE;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		if (isCompressed()) {
			this.session.memory().charge(MemoryKind.COMPRESSION, MemoryCost.COMPRESSION);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.assembler.close();
		if (isCompressed()) {
			this.session.memory().release(MemoryKind.COMPRESSION, MemoryCost.COMPRESSION);
		}
	}

	private boolean isCompressed() {
		return this.compressionThreshold != Integer.MAX_VALUE;
	}

	@Override
	public TransportType type() {
		return TransportType.WEBSOCKET;
	}

	@Override
	public boolean isWritable() {
		return this.waiting == 0 && this.channel.isWritable();
	}

	@Override
	public void requestWrite() {
		if (this.waiting == 0 && WAITING.compareAndSet(this, 0, 1)) {
			this.writer.add(this);
		}
	}

	@Override
	public boolean writeNow() {
		requestWrite();
		return (this.channel.eventLoop().inEventLoop() && this.writer.writeNow(this)) || this.full;
	}

	@Override
	public boolean isBlocked() {
		return this.blocked;
	}

	/**
	 * The writer has removed this from its queue.
	 */
	void waitsNoMore() {
		this.waiting = 0;
	}

	/**
	 * Write the session's packets until the channel is not writable. Called by the
	 * writer.
	 * @param writer the writer of the channel's event loop
	 * @return whether the channel is still writable
	 */
	boolean write(EventLoopWriter writer) {
		boolean written = false;
		while (this.channel.isWritable() && this.closing == null) {
			EnginePacket packet = this.session.nextPacket(this);
			if (packet == null) {
				break;
			}
			if (packet.data().length >= this.compressionThreshold && packet.compress()) {
				writer.writeBatch(this.format, this.channel);
				this.channel.write(compressible(packet), this.channel.voidPromise());
			}
			else {
				// A finished frame passes the compressing encoder as it is.
				writer.write(packet, this.format, this.channel);
			}
			written = true;
		}
		if (written) {
			writer.writeBatch(this.format, this.channel);
			this.channel.flush();
		}
		boolean writable = this.channel.isWritable();
		if (!writable) {
			this.full = true;
			this.session.onBlocked(this);
		}
		return written && writable;
	}

	/**
	 * End the transport after a failed write, since packets were lost.
	 * @param cause the error of the write
	 */
	void writeFailed(Throwable cause) {
		errorLog.error(logger, "A connection is closed, since a message could not be written to it", cause);
		fail("a message could not be written: " + cause);
	}

	private void fail(String description) {
		if (!this.ended) {
			this.ended = true;
			this.session.onError(this, description);
		}
		this.channel.close();
	}

	private WebSocketFrame compressible(EnginePacket packet) {
		ByteBuf message = Unpooled.wrappedBuffer(this.format.encode(packet));
		return this.format.isText(packet) ? new TextWebSocketFrame(message) : new BinaryWebSocketFrame(message);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		this.blocked = !this.channel.isWritable();
		if (!this.blocked) {
			this.full = false;
			requestWrite();
		}
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.decoder.suspend(suspended);
	}

	@Override
	public ReadingThread readingThread() {
		return this.decoder.turn().thread();
	}

	@Override
	public void weigh(int packets) {
		this.decoder.turn().weigh(packets);
	}

	@Override
	public void close() {
		if (!this.ended) {
			this.ended = true;
			closed();
		}
	}

	/**
	 * Send the close frame, and then end the session: a server that is shut down ends its
	 * event loops after the last session, and would cut the connection before the frame.
	 */
	private void closed() {
		if (!this.channel.eventLoop().inEventLoop()) {
			this.channel.eventLoop().execute(this::closed);
			return;
		}
		sendClose();
		this.session.onClose(this);
	}

	@Override
	public void terminate(Farewell farewell) {
		if (!this.ended) {
			this.ended = true;
			if (farewell == Farewell.DROP && !this.channel.isWritable()) {
				this.channel.close();
			}
			else {
				sendClose();
			}
		}
	}

	private void sendClose() {
		if (!this.channel.eventLoop().inEventLoop()) {
			this.channel.eventLoop().execute(this::sendClose);
			return;
		}
		// The rest is not read, and the peer may close the connection later.
		this.assembler.close();
		CloseHandshake handshake = beginClose();
		if (handshake != null) {
			handshake.initiate();
		}
	}

	private void sendFailure(int status) {
		this.assembler.close();
		CloseHandshake handshake = beginClose();
		if (handshake != null) {
			handshake.fail(status);
		}
	}

	private @Nullable CloseHandshake beginClose() {
		if (this.closing != null) {
			return null;
		}
		if (this.writer.isCurrent(this)) {
			this.writer.writeBatch(this.format, this.channel);
		}
		CloseHandshake handshake = new CloseHandshake(this.channel, this.decoder);
		this.closing = handshake;
		return handshake;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		try {
			if (message instanceof WebSocketFrame frame) {
				int size = frame.content().readableBytes();
				read(frame);
				this.decoder.frameHandled(size);
			}
		}
		catch (MessageException ex) {
			refuse(ex);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.writer.connectionRead();
		context.fireChannelReadComplete();
	}

	private void read(WebSocketFrame frame) {
		if (frame instanceof CloseWebSocketFrame) {
			closedByPeer();
		}
		else if (this.ended) {
			// Data that a client sends after the close is ignored.
			return;
		}
		else if (frame instanceof TextWebSocketFrame) {
			deliver(text(frame.content(), frame.isFinalFragment()));
		}
		else if (frame instanceof BinaryWebSocketFrame) {
			deliver(this.assembler.begin(ByteBufUtil.getBytes(frame.content()), true, frame.isFinalFragment()));
		}
		else if (frame instanceof ContinuationWebSocketFrame) {
			deliver(this.assembler.proceed(ByteBufUtil.getBytes(frame.content()), frame.isFinalFragment()));
		}
		else if (frame instanceof PingWebSocketFrame && this.channel.isWritable()) {
			this.channel.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
		}
	}

	private @Nullable EnginePacket text(ByteBuf content, boolean last) {
		return (last && content.isReadable()) ? this.assembler.text(content.readByte(), ByteBufUtil.getBytes(content))
				: this.assembler.begin(ByteBufUtil.getBytes(content), false, last);
	}

	private void deliver(@Nullable EnginePacket packet) {
		if (packet != null) {
			this.session.onPacket(this, packet);
		}
	}

	private void refuse(MessageException problem) {
		if (this.ended) {
			return;
		}
		if (problem.kind() == MessageException.Kind.NO_PACKET) {
			this.session.onMalformed(this);
			return;
		}
		this.ended = true;
		sendFailure(problem.kind().closeStatus());
		this.session.onViolation(this, problem.kind().violation(), String.valueOf(problem.getMessage()));
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ChannelInputShutdownEvent.INSTANCE) {
			this.channel.close();
		}
		context.fireUserEventTriggered(event);
	}

	private void closedByPeer() {
		CloseHandshake handshake = beginClose();
		if (handshake != null) {
			handshake.answer();
		}
		this.channel.close();
		ended();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.closing != null) {
			this.closing.end();
		}
		ended();
		context.fireChannelInactive();
	}

	private void ended() {
		if (!this.ended) {
			this.ended = true;
			this.session.onClose(this);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		String description = "the WebSocket failed: " + cause;
		if (cause instanceof CorruptedWebSocketFrameException corrupted) {
			violated(violation(corrupted.closeStatus()), description);
			sendFailure(corrupted.closeStatus().code());
		}
		else if (cause instanceof DecompressionException || cause.getCause() instanceof DecompressionException) {
			violated(Violation.TOO_LARGE, description);
			sendFailure(MessageException.Kind.TOO_LARGE.closeStatus());
		}
		else {
			fail(description);
		}
	}

	private static Violation violation(WebSocketCloseStatus status) {
		if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
			return Violation.TOO_LARGE;
		}
		return status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA) ? Violation.NOT_UTF8 : Violation.PROTOCOL;
	}

	private void violated(Violation violation, String description) {
		if (!this.ended) {
			this.ended = true;
			this.session.onViolation(this, violation, description);
		}
	}

}
