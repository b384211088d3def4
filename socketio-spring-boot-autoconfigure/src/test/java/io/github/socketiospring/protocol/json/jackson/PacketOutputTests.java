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

package io.github.socketiospring.protocol.json.jackson;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacketOutput}.
 */
class PacketOutputTests {

	private final PacketOutput output = new PacketOutput();

	@Test
	void copiesWhatItsWriterReuses() {
		byte[] buffer = bytes("2[");
		this.output.write(buffer, 0, 2);
		buffer[0] = '"';
		this.output.write(buffer, 0, 1);
		this.output.write(']');
		assertThat(this.output.toBytes()).isEqualTo(bytes("2[\"]"));
	}

	@Test
	void doesNotCopyWhatNeverChanges() {
		byte[] text = bytes("text");
		this.output.constant(text);
		this.output.write(text, 0, text.length);
		assertThat(this.output.toBytes()).isSameAs(text);
	}

	@Test
	void copiesAPartOfWhatNeverChanges() {
		byte[] text = bytes("text");
		this.output.constant(text);
		this.output.write(text, 1, 2);
		this.output.write(text, 0, text.length);
		assertThat(this.output.toBytes()).isEqualTo(bytes("extext"));
		assertThat(text).isEqualTo(bytes("text"));
	}

	@Test
	void replacesTheDigitOfTheType() {
		this.output.write(bytes("2[1"), 0, 3);
		this.output.write(']');
		assertThat(this.output.toBytes(bytes("51-"))).isEqualTo(bytes("51-[1]"));
		assertThat(this.output.toBytes()).isEqualTo(bytes("2[1]"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
