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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * The fuzzer in its own process, since it instruments every class. Its output, its
 * findings and the learnt inputs stay in a directory below {@code target/fuzz}.
 */
final class JazzerProcess {

	/**
	 * The packages in which the fuzzer looks for new paths: this server, and a parser
	 * that only this server uses.
	 */
	private static final String WATCHED = "io.github.socketiospring.**:org.msgpack.core.**";

	private static final int MAX_LENGTH = 1000;

	private final String target;

	private final Path directory;

	private final Path seeds;

	private final Path learnt;

	JazzerProcess(String target) throws IOException {
		this.target = target;
		this.directory = emptied(Path.of("target", "fuzz", target).toAbsolutePath());
		this.seeds = emptied("seeds");
		this.learnt = emptied("learnt");
	}

	private Path emptied(String name) throws IOException {
		return emptied(this.directory.resolve(name));
	}

	private static Path emptied(Path directory) throws IOException {
		FileSystemUtils.deleteRecursively(directory);
		return Files.createDirectories(directory);
	}

	/**
	 * The folder for the initial inputs.
	 * @return an empty directory
	 */
	Path seeds() {
		return this.seeds;
	}

	/**
	 * Look for inputs that fail.
	 * @param limits when to stop, as options of the fuzzer
	 * @return the end of its output
	 */
	Result run(List<String> limits) throws IOException, InterruptedException {
		List<String> options = new ArrayList<>(limits);
		options.add("-max_len=" + MAX_LENGTH);
		// The heap bounds its memory. The fuzzer's own limit judges the peak that the
		// system reports, which a process inherits from the one that started it.
		options.add("-rss_limit_mb=0");
		return start(options, List.of(this.learnt, this.seeds));
	}

	/**
	 * Find a minimal set of inputs with the same coverage as the seeds and the learnt
	 * ones.
	 * @return a directory with a file of each
	 */
	Path minimise() throws IOException, InterruptedException {
		Path merged = emptied("merged");
		Result result = start(List.of("-merge=1"), List.of(merged, this.seeds, this.learnt));
		if (result.status() != 0) {
			throw new IllegalStateException(result.output());
		}
		return merged;
	}

	private Result start(List<String> options, List<Path> corpora) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// The second compiler does not pay off in a short run.
		Collections.addAll(command, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g",
				"-XX:+IgnoreUnrecognizedVMOptions", "-XX:+EnableDynamicAgentLoading",
				"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
		Collections.addAll(command, "-cp", classPath(), "com.code_intelligence.jazzer.Jazzer");
		Collections.addAll(command, "--target_class=" + JazzerEntry.class.getName(), "--target_args=" + this.target,
				"--instrumentation_includes=" + WATCHED, "--custom_hook_includes=" + WATCHED,
				"--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*", "--reproducer_path=" + this.directory,
				"-artifact_prefix=" + this.directory + File.separator, "-print_final_stats=1");
		command.addAll(options);
		corpora.forEach((corpus) -> command.add(corpus.toString()));
		Path log = this.directory.resolve("log.txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			return new Result(process.waitFor(), Files.readString(log));
		}
		finally {
			process.destroy();
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * A description of the finding.
	 * @param result how it ended
	 * @return the end of the output, and the input as a line of the corpus
	 */
	String describe(Result result) {
		int at = result.output().indexOf("== Java Exception");
		String description = (at >= 0) ? result.output().substring(at) : result.output();
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.filter(JazzerProcess::isFinding).toList()) {
				description += "\nThe input: " + Escapes.escape(Files.readAllBytes(file));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return description;
	}

	private static boolean isFinding(Path file) {
		String name = file.getFileName().toString();
		return name.startsWith("crash-") || name.startsWith("timeout-") || name.startsWith("oom-");
	}

	/**
	 * The result of a run.
	 *
	 * @param status the exit status, 0 if nothing was found
	 * @param output what it printed
	 */
	record Result(int status, String output) {

	}

}
