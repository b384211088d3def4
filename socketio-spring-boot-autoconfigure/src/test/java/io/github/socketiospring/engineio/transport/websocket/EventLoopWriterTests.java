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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.EventLoopThread;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EventLoopWriter}.
 */
class EventLoopWriterTests {

	private static final EnginePacket TEXT = new EnginePacket(EnginePacketType.MESSAGE, false, new byte[] { '2' });

	private static final EnginePacket DATA = data(4);

	private static final String TEXT_FRAME = "81023432";

	private static final String DATA_FRAME = "820400000000";

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final EmbeddedChannel other = new EmbeddedChannel();

	private final EventLoopWriter writer = EventLoopWriter.of(this.channel.eventLoop());

	private final List<ByteBuf> written = new ArrayList<>();

	@AfterEach
	void releasesEverything() {
		this.written.forEach(ByteBuf::release);
		this.writer.run();
		assertThat(this.written).allSatisfy((buffer) -> assertThat(buffer.refCnt()).isZero());
		this.channel.close();
		this.other.close();
	}

	private static EnginePacket data(int length) {
		return new EnginePacket(EnginePacketType.MESSAGE, true, new byte[length]);
	}

	@Test
	void writesSmallPacketsInOneBuffer() {
		assertThat(write(this.channel, WebSocketFormat.REVISION_4, TEXT, DATA, TEXT)).map(ByteBufUtil::hexDump)
			.containsExactly(TEXT_FRAME + DATA_FRAME + TEXT_FRAME);
	}

	@Test
	void writesALargePacketByItself() {
		assertThat(write(this.channel, WebSocketFormat.REVISION_4, TEXT, data(2048), TEXT, DATA))
			.map(ByteBuf::readableBytes)
			.containsExactly(4, 4 + 2048, 4 + 6);
	}

	@Test
	void endsABufferThatIsFull() {
		EnginePacket[] packets = new EnginePacket[10];
		Arrays.fill(packets, data(1024));
		assertThat(write(this.channel, WebSocketFormat.REVISION_4, packets)).map(ByteBuf::readableBytes)
			.containsExactly(8 * (4 + 1024), 2 * (4 + 1024));
	}

	@Test
	void aBroadcastSharesAFrameForEachFormat() {
		ByteBuf unshared = write(this.channel, WebSocketFormat.REVISION_4, DATA).get(0);
		ByteBuf first = write(this.other, WebSocketFormat.REVISION_4, DATA).get(0);
		ByteBuf old = write(this.channel, WebSocketFormat.REVISION_3, DATA).get(0);
		ByteBuf second = write(this.other, WebSocketFormat.REVISION_4, DATA).get(0);
		ByteBuf oldAgain = write(this.channel, WebSocketFormat.REVISION_3, DATA).get(0);
		assertThat(isShared(first, second)).isTrue();
		assertThat(isShared(first, old)).isFalse();
		assertThat(isShared(old, oldAgain)).isTrue();
		assertThat(List.of(unshared, first, second)).map(ByteBufUtil::hexDump).containsOnly(DATA_FRAME);
		assertThat(List.of(old, oldAgain)).map(ByteBufUtil::hexDump).containsOnly("82050400000000");
	}

	@Test
	void aBroadcastWithAttachmentsSharesThemAsWell() {
		write(this.channel, WebSocketFormat.REVISION_4, TEXT, DATA);
		ByteBuf first = write(this.other, WebSocketFormat.REVISION_4, TEXT, DATA).get(0);
		ByteBuf second = write(this.channel, WebSocketFormat.REVISION_4, TEXT, DATA).get(0);
		assertThat(isShared(first, second)).isTrue();
		assertThat(ByteBufUtil.hexDump(second)).isEqualTo(TEXT_FRAME + DATA_FRAME);
	}

	@Test
	void sharesNothingOfABatchThatDiffers() {
		write(this.channel, WebSocketFormat.REVISION_4, TEXT, DATA);
		assertThat(write(this.other, WebSocketFormat.REVISION_4, TEXT)).map(ByteBufUtil::hexDump)
			.containsExactly(TEXT_FRAME);
		assertThat(write(this.other, WebSocketFormat.REVISION_4, TEXT, data(4))).map(ByteBufUtil::hexDump)
			.containsExactly(TEXT_FRAME + DATA_FRAME);
		assertThat(write(this.other, WebSocketFormat.REVISION_4, TEXT, TEXT)).map(ByteBufUtil::hexDump)
			.containsExactly(TEXT_FRAME + TEXT_FRAME);
	}

	@Test
	void writesBeforeTheEndOfTheTurnWhenManyConnectionsAreRead() {
		TransportListener session = mock();
		ChannelWebSocketTransport transport = transport(this.channel, session);
		this.channel.pipeline().addLast(transport);
		// Otherwise the channel would read more, and end the turn.
		this.channel.config().setAutoRead(false);
		given(session.nextPacket(transport)).willReturn(TEXT, null, TEXT, null);
		for (int round = 0; round < 2; round++) {
			transport.requestWrite();
			for (int i = 1; i < 64; i++) {
				this.channel.pipeline().fireChannelReadComplete();
			}
			assertThat(this.channel.outboundMessages()).isEmpty();
			this.channel.pipeline().fireChannelReadComplete();
			assertThat(this.channel.outboundMessages()).hasSize(1);
			this.written.add(this.channel.readOutbound());
		}
		assertThat(this.written).map(ByteBufUtil::hexDump).containsExactly(TEXT_FRAME, TEXT_FRAME);
	}

	@Test
	void writesForATransportBeforeTheEndOfTheTurnWhenItAsks() {
		TransportListener session = mock();
		ChannelWebSocketTransport transport = transport(this.channel, session);
		given(session.nextPacket(transport)).willReturn(DATA, TEXT, null);
		transport.requestWrite();
		assertThat(this.channel.outboundMessages()).isEmpty();
		transport.writeNow();
		assertThat(outbound(this.channel)).map(ByteBufUtil::hexDump).containsExactly(DATA_FRAME + TEXT_FRAME);
	}

	@Test
	void writesNothingAmongTheFramesOfAnotherTransport() {
		TransportListener session = mock();
		TransportListener nested = mock();
		ChannelWebSocketTransport transport = transport(this.channel, session);
		ChannelWebSocketTransport inner = transport(this.channel, nested);
		given(nested.nextPacket(inner)).willReturn(DATA, (EnginePacket) null);
		given(session.nextPacket(transport)).willReturn(TEXT).willAnswer((invocation) -> {
			inner.writeNow();
			return null;
		}).willReturn(null);
		transport.writeNow();
		this.channel.runPendingTasks();
		assertThat(outbound(this.channel)).map(ByteBufUtil::hexDump).containsExactly(TEXT_FRAME, DATA_FRAME);
	}

	@Test
	void aChannelThatCannotBeWrittenIsClosedAndTheOthersAreWritten() {
		TransportListener failing = mock();
		TransportListener session = mock();
		Channel broken = mock();
		given(broken.eventLoop()).willReturn(this.channel.eventLoop());
		given(broken.isWritable()).willReturn(true);
		given(broken.alloc()).willThrow(new OutOfMemoryError("no direct memory"));
		ChannelWebSocketTransport lost = transport(broken, failing);
		ChannelWebSocketTransport transport = transport(this.channel, session);
		given(failing.nextPacket(lost)).willReturn(TEXT, (EnginePacket) null);
		given(session.nextPacket(transport)).willReturn(DATA, (EnginePacket) null);
		lost.requestWrite();
		transport.requestWrite();
		this.channel.runPendingTasks();
		then(failing).should().onError(eq(lost), contains("no direct memory"));
		then(broken).should().close();
		this.written.add(this.channel.readOutbound());
		assertThat(ByteBufUtil.hexDump(this.written.get(0))).isEqualTo(DATA_FRAME);
	}

	private static ChannelWebSocketTransport transport(Channel channel, TransportListener session) {
		return new ChannelWebSocketTransport(channel, session,
				new EngineWebSocketHandler(mock(TransportStarter.class), 1000, null), new PacedFrameDecoder(
						WebSocketDecoderConfig.newBuilder().build(), new EventLoopThread(channel.eventLoop())));
	}

	private List<ByteBuf> write(EmbeddedChannel channel, WebSocketFormat format, EnginePacket... packets) {
		for (EnginePacket packet : packets) {
			this.writer.write(packet, format, channel);
		}
		this.writer.writeBatch(format, channel);
		channel.flush();
		return outbound(channel);
	}

	/**
	 * The leak detector may wrap a buffer, so that the same bytes are found in another
	 * object.
	 */
	private static boolean isShared(ByteBuf one, ByteBuf other) {
		byte first = one.getByte(0);
		one.setByte(0, ~first);
		boolean shared = other.getByte(0) == (byte) ~first;
		one.setByte(0, first);
		return shared;
	}

	private List<ByteBuf> outbound(EmbeddedChannel channel) {
		List<ByteBuf> buffers = new ArrayList<>();
		ByteBuf buffer = channel.readOutbound();
		while (buffer != null) {
			buffers.add(buffer);
			buffer = channel.readOutbound();
		}
		this.written.addAll(buffers);
		return buffers;
	}

}
