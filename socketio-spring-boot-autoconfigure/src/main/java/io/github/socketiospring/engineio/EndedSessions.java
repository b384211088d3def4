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

package io.github.socketiospring.engineio;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of the sessions that ended last. A client may still send a request when its
 * session ends, which is not worth a warning.
 */
final class EndedSessions {

	private static final int CAPACITY = 1000;

	private final Set<String> ids = new LinkedHashSet<>();

	synchronized void add(String id) {
		if (this.ids.size() >= CAPACITY) {
			this.ids.remove(this.ids.iterator().next());
		}
		this.ids.add(id);
	}

	synchronized boolean contains(String id) {
		return this.ids.contains(id);
	}

}
