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

import java.util.OptionalLong;

import io.github.socketiospring.testsupport.process.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * Measures the resources that a server uses from now on.
 */
public final class UsageMeter {

	private final long pid;

	private final @Nullable InstructionCounter instructions;

	private final long start;

	private final CpuTimes server;

	private final CpuTimes load;

	private final CpuTimes machine;

	private UsageMeter(long pid) {
		this.pid = pid;
		this.instructions = InstructionCounter.isAvailable() ? InstructionCounter.start(pid) : null;
		this.start = System.nanoTime();
		this.machine = CpuTimes.ofMachine();
		this.load = CpuTimes.ofProcess(ProcessHandle.current().pid());
		this.server = CpuTimes.ofProcess(pid);
	}

	public static UsageMeter start(ServerProcess server) {
		return new UsageMeter(server.pid());
	}

	public Usage stop() {
		CpuTimes server = CpuTimes.ofProcess(this.pid).minus(this.server);
		CpuTimes load = CpuTimes.ofProcess(ProcessHandle.current().pid()).minus(this.load);
		CpuTimes machine = CpuTimes.ofMachine().minus(this.machine);
		double micros = (System.nanoTime() - this.start) / 1e3;
		OptionalLong counted = (this.instructions != null) ? this.instructions.stop() : OptionalLong.empty();
		double others = Math.max(0, machine.total() - server.total() - load.total());
		return new Usage(server.total(), server.user(), counted, micros / 1e6, others / micros);
	}

}
