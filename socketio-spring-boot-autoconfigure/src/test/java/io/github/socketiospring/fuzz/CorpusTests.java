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

package io.github.socketiospring.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Corpus}: inputs as text and as files.
 */
class CorpusTests {

	@Test
	void writesInputsAsPrintableText() {
		assertThat(Escapes.escape(new byte[] { 0, 'a', '\\', '#', (byte) 0xFF, '\n' }))
			.isEqualTo("\\x00a\\x5C#\\xFF\\x0A");
		assertThat(Escapes.escape(new byte[] { '#' })).isEqualTo("\\x23");
	}

	@Test
	void readsWhatItWrote() {
		Property.holds((input) -> {
			byte[] bytes = input.rest();
			String line = Escapes.escape(bytes);
			assertThat(line).isPrintable().doesNotStartWith("#");
			assertThat(Escapes.unescape(line)).isEqualTo(bytes);
		});
	}

	@Test
	void keepsTheInputsOfADirectory(@TempDir Path directory) throws IOException {
		Path text = directory.resolve("kept.txt");
		Files.write(text, "# why\nstays\n# learnt\nold\n".getBytes(StandardCharsets.US_ASCII));
		Corpus corpus = new Corpus(text);
		Path files = Files.createDirectory(directory.resolve("files"));
		Files.write(files.resolve("1"), new byte[] { 1, 2 });
		Files.write(files.resolve("2"), new byte[] { 'a' });
		corpus.pack(files);
		assertThat(text).hasContent("# why\nstays\n# learnt\na\n\\x01\\x02");
		Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
		corpus.unpack(unpacked, (byte) 9);
		assertThat(unpacked.resolve("kept.txt.2")).hasBinaryContent(new byte[] { 9, 1, 2 });
	}

}
