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

/**
 * Detects clients that have vanished. It belongs to the session and so survives an
 * upgrade. Not thread-safe: all calls and callbacks happen in the session's lane.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#heartbeat">Heartbeat</a>
 */
interface Heartbeat {

	void start();

	/**
	 * A ping arrived.
	 * @return {@code false} if the client must not send pings
	 */
	boolean onPing();

	/**
	 * A pong arrived.
	 * @return {@code false} if the client must not send pongs
	 */
	boolean onPong();

	/**
	 * Another packet arrived.
	 */
	void onPacket();

	/**
	 * Suspend or resume the timeout. While the server does not read, the client cannot
	 * answer in time, but it still has to read pings.
	 * @param suspended whether reading is suspended
	 */
	void suspend(boolean suspended);

	void stop();

}
