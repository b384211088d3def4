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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the processor time that several processes use from now on.
 */
public final class ProcessTimes {

	private final long[] pids;

	private final long start;

	private final CpuTimes[] before;

	private final CpuTimes load;

	private final CpuTimes machine;

	private ProcessTimes(long[] pids) {
		this.pids = pids;
		this.start = System.nanoTime();
		this.machine = CpuTimes.ofMachine();
		this.load = CpuTimes.ofProcess(ProcessHandle.current().pid());
		this.before = Arrays.stream(pids).mapToObj(CpuTimes::ofProcess).toArray(CpuTimes[]::new);
	}

	public static ProcessTimes start(long... pids) {
		return new ProcessTimes(pids);
	}

	public Used stop() {
		List<Long> micros = new ArrayList<>(this.pids.length);
		for (int i = 0; i < this.pids.length; i++) {
			micros.add(CpuTimes.ofProcess(this.pids[i]).minus(this.before[i]).total());
		}
		long load = CpuTimes.ofProcess(ProcessHandle.current().pid()).minus(this.load).total();
		long machine = CpuTimes.ofMachine().minus(this.machine).total();
		double passed = (System.nanoTime() - this.start) / 1e3;
		long measured = micros.stream().mapToLong(Long::longValue).sum();
		return new Used(micros, passed / 1e6, Math.max(0, machine - measured - load) / passed);
	}

	/**
	 * The processor time that was used in a period.
	 *
	 * @param micros the time of each process, in user mode and in the kernel
	 * @param seconds the length of the period
	 * @param othersCores how many processors were busy with neither these processes nor
	 * this one
	 */
	public record Used(List<Long> micros, double seconds, double othersCores) {

	}

}
