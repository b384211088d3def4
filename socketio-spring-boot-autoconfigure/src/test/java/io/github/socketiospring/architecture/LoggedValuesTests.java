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

package io.github.socketiospring.architecture;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No client can control the log: each value that it could have supplied passes a
 * formatter before it reaches a logger.
 */
class LoggedValuesTests {

	private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "socketiospring");

	/**
	 * Loggers that log only beans and properties, while the application starts or stops.
	 */
	private static final List<Path> SET_UP = List.of(SOURCES.resolve("annotation/support"),
			SOURCES.resolve("autoconfigure"));

	@Test
	void mainCodeLogsOnlyWhatIsFormatted() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			List<Path> serving = files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> SET_UP.stream().noneMatch(file::startsWith))
				.filter(LoggedValuesTests::hasLogger)
				.toList();
			LoggerCalls calls = LoggerCalls.in(serving);
			assertThat(calls.count()).isGreaterThanOrEqualTo(serving.size());
			assertThat(calls.offences()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "logger.info(event);", "logger.info(\"Event \" + event);", "logger.info(\"{}\", event);",
			"this.logger.warn(\"{} {}\", 1, event);", "String name = event; logger.info(\"{}\", name);",
			"logger.info(\"{}\", event.strip());", "logger.info(\"{}\", event.getBytes());",
			"logger.info(\"{}\", java.util.List.of(event));", "logger.info(\"{}\", new StringBuilder(event));",
			"logger.info(\"{}\", LogFormat.value(event) + event);",
			"logger.info(\"{}\", new Exception(event).getMessage());", "logger.atInfo().log(event);" })
	void findsWhatIsNotFormatted(String statement) {
		assertThat(read(statement).offences()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "logger.info(\"Hello\");", "logger.info(\"Hello \" + \"again\");",
			"logger.info(\"{} {}\", 1, getClass().getName());", "logger.info(\"{}\", LogFormat.value(event));",
			"String name = LogFormat.value(event); logger.info(\"{}\", name);",
			"logger.warn(\"{}\", LogFormat.message(event), new Exception(event));" })
	void takesWhatIsFormatted(String statement) {
		LoggerCalls calls = read(statement);
		assertThat(calls.count()).isOne();
		assertThat(calls.offences()).isEmpty();
	}

	private static boolean hasLogger(Path file) {
		try {
			return Files.readString(file).contains("org.slf4j.Logger;");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static LoggerCalls read(String statement) {
		String source = """
				import io.github.socketiospring.support.LogFormat;
				import org.slf4j.Logger;
				class Example {
					Logger logger;
					void log(String event) {
						%s
					}
				}
				""".formatted(statement);
		Iterable<JavaFileObject> file = List
			.of(new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {

				@Override
				public CharSequence getCharContent(boolean ignoreEncodingErrors) {
					return source;
				}

			});
		return LoggerCalls.in(file);
	}

}
