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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.support.ErrorLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls all listeners of a server or a session; an error of one does not affect the
 * others. Small while there is no listener, since each session has one of these.
 *
 * @param <T> the type of the listeners
 */
final class EngineListeners<T> {

	private static final Logger logger = LoggerFactory.getLogger(EngineListeners.class);

	private final ErrorLog errorLog;

	private final String failure;

	/** Never empty: {@code null} while there is no listener. */
	private volatile @Nullable List<T> listeners;

	/**
	 * Create a list without listeners.
	 * @param errorLog logs errors of listeners
	 * @param failure what to log if a listener fails
	 */
	EngineListeners(ErrorLog errorLog, String failure) {
		this.errorLog = errorLog;
		this.failure = failure;
	}

	synchronized void add(T listener) {
		List<T> present = this.listeners;
		List<T> changed = (present != null) ? new ArrayList<>(present) : new ArrayList<>(1);
		changed.add(listener);
		this.listeners = List.copyOf(changed);
	}

	synchronized void remove(T listener) {
		List<T> present = this.listeners;
		if (present != null) {
			List<T> changed = new ArrayList<>(present);
			changed.remove(listener);
			this.listeners = changed.isEmpty() ? null : List.copyOf(changed);
		}
	}

	/**
	 * Whether there is no listener, so that frequent events need not be created.
	 * @return {@code true} if {@link #tell} would have no effect
	 */
	boolean isEmpty() {
		return this.listeners == null;
	}

	void tell(Consumer<T> event) {
		List<T> present = this.listeners;
		if (present == null) {
			return;
		}
		for (T listener : present) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				// Errors too: the session must not be affected.
				this.errorLog.error(logger, this.failure, ex);
			}
		}
	}

}
