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

package io.github.socketiospring.benchmarks.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testsupport.attack.Attack;

/**
 * {@link Attackers} in a separate process, with a lower priority than the others.
 */
final class AttackerProcess implements AutoCloseable {

	private static final int PATIENCE_SECONDS = 60;

	private final Process process;

	private AttackerProcess(Process process) {
		this.process = process;
	}

	/**
	 * Start the attackers.
	 * @param java the command that starts a JVM
	 * @param port the server's port
	 * @param attacks the attacks to run
	 * @return the process, to be closed
	 * @throws IOException if it cannot be started
	 */
	static AttackerProcess start(String java, int port, List<Attack> attacks) throws IOException {
		List<String> command = new ArrayList<>(List.of("nice", java, "-Xmx512m", "-cp",
				System.getProperty("java.class.path"), Attackers.class.getName(), String.valueOf(port)));
		attacks.forEach((attack) -> command.add(attack.name()));
		return new AttackerProcess(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	/**
	 * Wait until they have reported what they did.
	 */
	@Override
	public void close() throws IOException {
		try {
			this.process.getOutputStream().close();
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				System.out.println("Attackers are still running, and are killed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
