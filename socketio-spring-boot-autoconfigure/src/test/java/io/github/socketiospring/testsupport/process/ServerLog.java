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

import java.util.ArrayList;
import java.util.List;

/**
 * The unsolicited output of a server. All lines are counted, and the first ones kept.
 */
public final class ServerLog {

	private static final int MOST_KEPT = 2_000;

	private final List<String> lines = new ArrayList<>();

	private int length;

	synchronized void add(String line) {
		this.length++;
		if (this.lines.size() < MOST_KEPT) {
			this.lines.add(line);
		}
	}

	/**
	 * How many lines there were so far.
	 * @return the number of lines
	 */
	public synchronized int length() {
		return this.length;
	}

	/**
	 * The first lines.
	 * @return up to two thousand
	 */
	public synchronized List<String> firstLines() {
		return List.copyOf(this.lines);
	}

}
