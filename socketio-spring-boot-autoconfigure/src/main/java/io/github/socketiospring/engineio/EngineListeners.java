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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.support.ErrorLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls all listeners of a server; an error of one does not affect the others.
 */
final class EngineListeners {

	private static final Logger logger = LoggerFactory.getLogger(EngineListeners.class);

	private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();

	private final ErrorLog errorLog;

	EngineListeners(ErrorLog errorLog) {
		this.errorLog = errorLog;
	}

	void add(EngineListener listener) {
		this.listeners.add(listener);
	}

	void tell(Consumer<EngineListener> event) {
		for (EngineListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				// Errors too: the session must not be affected.
				this.errorLog.error(logger, "A listener of the Engine.IO server failed", ex);
			}
		}
	}

}
