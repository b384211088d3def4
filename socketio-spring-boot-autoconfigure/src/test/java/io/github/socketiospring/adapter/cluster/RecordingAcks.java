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

package io.github.socketiospring.adapter.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.protocol.ArgumentReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records what a collector of acknowledgements is told, of this node and of others.
 */
final class RecordingAcks implements AckCollector {

	private static final JavaType STRING = JsonMapper.shared().constructType(String.class);

	private final List<String> log = new CopyOnWriteArrayList<>();

	private MissingNodes missing = MissingNodes.NONE;

	@Override
	public void expect(Collection<String> socketIds) {
		this.log.add("expect " + new TreeSet<>(socketIds));
	}

	@Override
	public void answered(String socketId, ArgumentReader arguments) {
		this.log.add("answered " + socketId + " " + values(arguments));
	}

	@Override
	public void lost(String socketId) {
		this.log.add("lost " + socketId);
	}

	@Override
	public void askElsewhere() {
		this.log.add("ask elsewhere");
	}

	@Override
	public void expectElsewhere(int receivers) {
		this.log.add("expect elsewhere " + receivers);
	}

	@Override
	public void answeredElsewhere(@Nullable String socketId, ArgumentReader arguments) {
		this.log.add("answered elsewhere " + socketId + " " + values(arguments));
	}

	@Override
	public void nodesCounted(MissingNodes missing) {
		this.missing = missing;
		this.log.add("counted, missing " + missing.count());
	}

	@Override
	public void nodeGone(int receivers, MissingNodes gone) {
		this.log.add("gone " + gone.names() + " with " + receivers);
	}

	private static List<Object> values(ArgumentReader arguments) {
		List<Object> all = new ArrayList<>();
		while (arguments.hasNext()) {
			all.add(arguments.next(STRING));
		}
		return all;
	}

	List<String> log() {
		return this.log;
	}

	MissingNodes missing() {
		return this.missing;
	}

}
