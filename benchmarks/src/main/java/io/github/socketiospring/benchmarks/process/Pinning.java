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

package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.testsupport.process.ServerCommand;

/**
 * The processors for servers and load generator, in the format of {@code taskset}.
 *
 * @param servers the processors of the servers, empty for any
 * @param load the processors of the load generator, empty for any
 */
public record Pinning(String servers, String load) {

	/**
	 * Wrap the command that starts a server.
	 * @param server the command
	 * @return the command that starts it on its processors
	 */
	public ServerCommand pinned(ServerCommand server) {
		if (this.servers.isEmpty()) {
			return server;
		}
		List<String> command = new ArrayList<>(List.of("taskset", "-c", this.servers));
		command.addAll(server.command());
		return new ServerCommand(server.name(), command);
	}

	/**
	 * Pin this process, which is the load generator.
	 */
	public void pinThisProcess() {
		if (this.load.isEmpty()) {
			return;
		}
		try {
			Process taskset = new ProcessBuilder("taskset", "-a", "-p", "-c", this.load,
					String.valueOf(ProcessHandle.current().pid()))
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			if (taskset.waitFor() != 0) {
				throw new IllegalArgumentException("Processors '" + this.load + "' cannot be used");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Pinning requires taskset", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
