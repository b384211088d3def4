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

package io.github.socketiospring.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.protocol.ArgumentReader;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records the expected acknowledgements and those that arrive.
 */
public final class RecordingCollector implements AckCollector {

	private static final JavaType STRING = JsonMapper.shared().constructType(String.class);

	private final List<String> log = new CopyOnWriteArrayList<>();

	@Override
	public void expect(Collection<String> socketIds) {
		this.log.add("expect " + new TreeSet<>(socketIds));
	}

	@Override
	public void answered(String socketId, ArgumentReader arguments) {
		List<Object> all = new ArrayList<>();
		while (arguments.hasNext()) {
			all.add(arguments.next(STRING));
		}
		this.log.add("answered " + socketId + " " + all);
	}

	@Override
	public void lost(String socketId) {
		this.log.add("lost " + socketId);
	}

	/**
	 * The recorded calls.
	 * @return for example {@code expect [a, b]} and {@code answered a [yes]}
	 */
	public List<String> log() {
		return this.log;
	}

}
