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

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the operating system does to a process that a test has started.
 */
public final class Signal {

	private Signal() {
	}

	/**
	 * Let a process hang: its connections stay open.
	 * @param pid the id of the process
	 */
	public static void stop(long pid) {
		send("-STOP", pid);
	}

	/**
	 * Let a process that hangs continue.
	 * @param pid the id of the process
	 */
	public static void resume(long pid) {
		send("-CONT", pid);
	}

	/**
	 * End a process, which gets no chance to say anything.
	 * @param pid the id of the process
	 */
	public static void kill(long pid) {
		send("-KILL", pid);
	}

	private static void send(String signal, long pid) {
		try {
			int status = new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill " + signal + " fails with status " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
