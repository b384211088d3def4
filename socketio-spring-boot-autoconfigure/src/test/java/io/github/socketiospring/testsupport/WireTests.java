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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Wire} and {@link Packets}.
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
	}

}
