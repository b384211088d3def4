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

package io.github.socketiospring.testsupport.load;

/**
 * A client of a {@link LoadGenerator}, used on its thread only.
 */
public interface Client {

	/**
	 * Send a message with the next {@link #flush()}, or with what else is answered in
	 * this turn.
	 * @param message the message
	 */
	void send(Message message);

	/**
	 * Send what is held back.
	 */
	void flush();

	/**
	 * Whether what was sent has left this process but for a small rest.
	 * @return whether more should be sent
	 */
	boolean isWritable();

	/**
	 * Read nothing from now on.
	 */
	void stopReading();

	/**
	 * Close the connection gracefully.
	 */
	void close();

	/**
	 * Cut the connections with a reset.
	 */
	void abort();

}
