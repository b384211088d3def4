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

import java.util.Collection;

import io.github.socketiospring.protocol.ArgumentReader;

/**
 * Collects the acknowledgements of one broadcast. Called from any thread.
 *
 * @since 0.1.0
 */
public interface AckCollector {

	/**
	 * Those sockets are about to get the broadcast. Called once, before any of them can
	 * answer.
	 * @param socketIds the sockets' ids
	 */
	void expect(Collection<String> socketIds);

	/**
	 * A socket answered.
	 * @param socketId the socket's id
	 * @param arguments the arguments of the answer, to be read at once
	 */
	void answered(String socketId, ArgumentReader arguments);

	/**
	 * A socket left without an answer.
	 * @param socketId the socket's id
	 */
	void lost(String socketId);

}
