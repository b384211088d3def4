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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Wire}, {@link FrameReader}, {@link HttpHead}, {@link PollingProtocol}
 * and {@link Packets}.
 */
class WireTests {

	/** The example of RFC 6455, section 5.7. */
	@Test
	void masksFrames() {
		byte[] frame = Wire.frame(Wire.TEXT, 0x37fa213d, "Hello".getBytes(StandardCharsets.UTF_8));
		assertThat(HexFormat.of().formatHex(frame)).isEqualTo("818537fa213d7f9f4d5158");
	}

	@ParameterizedTest
	@CsvSource({ "125, 82fd", "126, 82fe007e", "65535, 82feffff", "65536, 82ff0000000000010000" })
	void writesLengthsInTheShortestForm(int length, String head) {
		byte[] frame = Wire.frame(Wire.BINARY, 0, new byte[length]);
		assertThat(frame).hasSize(head.length() / 2 + 4 + length);
		assertThat(HexFormat.of().formatHex(Arrays.copyOf(frame, head.length() / 2))).isEqualTo(head);
	}

	/** The unmasked example of RFC 6455, section 5.7, and the lengths of section 5.2. */
	@ParameterizedTest
	@CsvSource({ "810548656c6c6f, 5", "8a00, 0", "827d, 125", "827e007e, 126", "827effff, 65535",
			"827f0000000000010000, 65536" })
	void readsFramesThatComeInParts(String hex, int length) {
		byte[] beginning = HexFormat.of().parseHex(hex);
		int size = Math.max(beginning.length, headSize(length) + length);
		byte[] frame = Arrays.copyOf(beginning, size);
		ByteBuf buffer = Unpooled.buffer();
		List<String> read = new ArrayList<>();
		FrameReader.FrameListener listener = (head, bytes, index, count) -> read
			.add(Integer.toHexString(head) + " " + HexFormat.of().formatHex(ByteBufUtil.getBytes(bytes, index, count)));
		int missing = FrameReader.read(buffer, listener);
		while (missing > 0) {
			assertThat(buffer.writerIndex() + missing).isLessThanOrEqualTo(size);
			buffer.writeBytes(frame, buffer.writerIndex(), 1);
			missing = FrameReader.read(buffer, listener);
		}
		assertThat(buffer.readerIndex()).isEqualTo(size);
		assertThat(read).containsExactly(hex.substring(0, 2) + " "
				+ HexFormat.of().formatHex(Arrays.copyOfRange(frame, headSize(length), size)));
	}

	private static int headSize(int length) {
		if (length < 126) {
			return 2;
		}
		return (length < 65536) ? 4 : 10;
	}

	@Test
	void readsOneFrameAfterTheOther() {
		ByteBuf buffer = Unpooled.wrappedBuffer(HexFormat.of().parseHex("81013281013388"));
		List<String> texts = new ArrayList<>();
		FrameReader.FrameListener listener = (head, bytes, index, length) -> texts
			.add(bytes.toString(index, length, StandardCharsets.US_ASCII));
		assertThat(FrameReader.read(buffer, listener)).isZero();
		assertThat(FrameReader.read(buffer, listener)).isZero();
		assertThat(FrameReader.read(buffer, listener)).isOne();
		assertThat(texts).containsExactly(Packets.PING, Packets.PONG);
	}

	@Test
	void readsHeadsWhereTheyStand() {
		String head = "HTTP/1.1 404 Not Found\r\nVary: a\r\nCONTENT-Length: 12\r\nvary:b\r\n\r\n";
		ByteBuf buffer = Unpooled.copiedBuffer("x" + head + "body", StandardCharsets.US_ASCII).skipBytes(1);
		HttpHead found = HttpHead.find(buffer);
		assertThat(found).isNotNull();
		assertThat(found.end()).isEqualTo(1 + head.length());
		assertThat(found.status()).isEqualTo(404);
		assertThat(found.contentLength()).isEqualTo(12);
		assertThat(found.headers()).containsOnly(Map.entry("vary", "a, b"), Map.entry("content-length", "12"));
		assertThat(buffer.readerIndex()).isOne();
		buffer.writerIndex(head.length());
		assertThat(HttpHead.find(buffer)).isNull();
	}

	@Test
	void knowsAHeadWithoutALength() {
		HttpHead head = HttpHead.find(Unpooled.copiedBuffer(
				"HTTP/1.1 200 OK\r\nX-Content-Length: 12\r\nContent-Length-X: 12\r\n\r\n", StandardCharsets.US_ASCII));
		assertThat(head).isNotNull();
		assertThat(head.contentLength()).isEqualTo(-1);
	}

	@Test
	void joinsAndSplitsBodies() {
		byte[] body = PollingProtocol.join(List.of("4a".getBytes(), "bAQI=".getBytes(), "6".getBytes()));
		assertThat(new String(body, StandardCharsets.US_ASCII)).isEqualTo("4a\u001ebAQI=\u001e6");
		assertThat(PollingProtocol.split(body)).containsExactly("4a", "bAQI=", Packets.NOOP);
		assertThat(PollingProtocol.split("4\u00e9".getBytes(StandardCharsets.UTF_8))).containsExactly("4\u00e9");
	}

	@Test
	void writesBinaryMessagesAsText() {
		assertThat(PollingProtocol.binary(new byte[] { 1, 2 })).isEqualTo("bAQI=").matches(PollingProtocol::isBinary);
		assertThat(PollingProtocol.content("bAQI=")).containsExactly(1, 2);
		assertThat(PollingProtocol.isBinary("4b")).isFalse();
	}

	@Test
	void writesRequests() {
		assertThat(Wire.request("GET", "/path", Map.of("Host", "here"))).isEqualTo("""
				GET /path HTTP/1.1\r
				Host: here\r
				\r
				""");
	}

	@Test
	void writesPackets() {
		assertThat(Packets.connect("/chat")).isEqualTo("40/chat,");
		assertThat(Packets.connected("/chat")).isEqualTo("40/chat,{\"sid\":");
		assertThat(Packets.refused("/chat")).isEqualTo("44/chat,");
		assertThat(Packets.refused("/chat", "full")).isEqualTo("44/chat,{\"message\":\"full\"}");
		assertThat(Packets.refused("/", "full")).isEqualTo("44{\"message\":\"full\"}");
		assertThat(Packets.disconnect("/chat")).isEqualTo("41/chat,");
		assertThat(Packets.event("hello")).isEqualTo("42[\"hello\"]");
		assertThat(Packets.event(7, "hello", "a\"b", 1, null, Packets.json("{}")))
			.isEqualTo("427[\"hello\",\"a\\\"b\",1,null,{}]");
		assertThat(Packets.in("/chat", Packets.event(7, "hello"))).isEqualTo("42/chat,7[\"hello\"]");
		assertThat(Packets.emitted("hello")).isEqualTo("42[\"hello\"");
		assertThat(Packets.binaryEvent(1, "file", Packets.placeholder(0)))
			.isEqualTo("451-[\"file\",{\"_placeholder\":true,\"num\":0}]");
		assertThat(Packets.acknowledged(7)).isEqualTo("437[");
		assertThat(Packets.ack(7)).isEqualTo("437[]");
		assertThat(Packets.ack(7, "a", true)).isEqualTo("437[\"a\",true]");
		assertThat(Packets.sid("0{\"sid\":\"abc\",\"upgrades\":[]}")).isEqualTo("abc");
		assertThat(Packets.pid("40{\"sid\":\"abc\",\"pid\":\"def\"}")).isEqualTo("def");
		assertThat(Packets.offset("42[\"hello\",\"a\",\"ghi\"]")).isEqualTo("ghi");
		assertThat(Packets.recover("def", "ghi")).isEqualTo("40{\"pid\":\"def\",\"offset\":\"ghi\"}");
		assertThatIllegalArgumentException().isThrownBy(() -> Packets.sid("44{\"message\":\"full\"}"));
	}

}
