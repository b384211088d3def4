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

package io.github.socketiospring.testsupport.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;

/**
 * The console of a server for the process that started it: it prints where the server
 * listens, answers {@code memory} with the bytes in use, and ends with its input.
 */
public final class ServerConsole {

	private ServerConsole() {
	}

	/**
	 * Say where the server listens.
	 * @param port the port
	 */
	public static void listening(int port) {
		System.out.println("listening " + port);
	}

	/**
	 * Answer until the input ends, and end the process then.
	 * @throws IOException if the input is broken
	 */
	public static void obey() throws IOException {
		BufferedReader console = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = console.readLine(); line != null; line = console.readLine()) {
			if (line.equals("memory")) {
				System.out.println("memory " + usedMemory());
			}
		}
		// Nothing of a server is worth an orderly end, and nothing may keep it alive.
		Runtime.getRuntime().halt(0);
	}

	/**
	 * What is in use now would count the buffers into which threads allocate, a megabyte
	 * or more for each thread that did anything since the collection.
	 */
	private static long usedMemory() {
		System.gc();
		System.gc();
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.mapToLong((pool) -> pool.getCollectionUsage().getUsed())
			.sum();
	}

}
