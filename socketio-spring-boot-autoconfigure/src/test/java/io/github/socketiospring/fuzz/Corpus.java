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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The saved inputs of a target, one in each line: printable ASCII as it is, other bytes
 * in the form {@code \x1E}. Lines that begin with a hash are comments. The inputs after a
 * line {@code # learnt} were selected by the fuzzer; those before it are permanent.
 */
final class Corpus {

	private static final Path DIRECTORY = Path.of("src/test/resources/fuzz");

	private static final String LEARNT = "# learnt";

	private static final int MAX_LEARNT_LENGTH = 300;

	private final Path file;

	Corpus(Path file) {
		this.file = file;
	}

	/**
	 * The corpus of a target.
	 * @param id the target
	 * @return what is kept of it, which may be nothing yet
	 */
	static Corpus of(String id) {
		return new Corpus(DIRECTORY.resolve(id + ".txt"));
	}

	List<byte[]> inputs() throws IOException {
		List<byte[]> inputs = new ArrayList<>();
		for (String line : lines()) {
			if (!line.startsWith("#")) {
				inputs.add(Escapes.unescape(line));
			}
		}
		return inputs;
	}

	private List<String> lines() throws IOException {
		return Files.exists(this.file) ? Files.readAllLines(this.file, StandardCharsets.US_ASCII) : List.of();
	}

	/**
	 * Write a file for each input, as the fuzzer requires.
	 * @param directory an empty directory
	 * @param prefix what to put in front of each
	 */
	void unpack(Path directory, byte... prefix) throws IOException {
		String name = this.file.getFileName().toString();
		List<byte[]> inputs = inputs();
		for (int i = 0; i < inputs.size(); i++) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.writeBytes(prefix);
			bytes.writeBytes(inputs.get(i));
			Files.write(directory.resolve(name + "." + i), bytes.toByteArray());
		}
	}

	/**
	 * Replace the learnt inputs with those of a directory, the shortest first and without
	 * very long ones.
	 * @param directory where there is a file of each
	 */
	void pack(Path directory) throws IOException {
		List<String> lines = new ArrayList<>(lines().stream().takeWhile((line) -> !line.equals(LEARNT)).toList());
		lines.add(LEARNT);
		try (Stream<Path> files = Files.list(directory)) {
			List<String> inputs = new ArrayList<>();
			for (Path input : files.toList()) {
				inputs.add(Escapes.escape(Files.readAllBytes(input)));
			}
			inputs.removeIf((line) -> line.length() > MAX_LEARNT_LENGTH);
			inputs.sort(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
			lines.addAll(inputs);
		}
		Files.write(this.file, lines, StandardCharsets.US_ASCII);
	}

}
