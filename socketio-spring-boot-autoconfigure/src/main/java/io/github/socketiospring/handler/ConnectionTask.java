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

package io.github.socketiospring.handler;

/**
 * A task of one connection, which shares threads with other connections. The events that
 * other servers send to a namespace share threads like a connection of their own.
 *
 * @since 0.1.0
 * @see HandlerPool
 */
public interface ConnectionTask extends Runnable {

	/**
	 * The connection that the task belongs to, or the namespace for an event of another
	 * server.
	 * @return equal objects for all tasks that share threads
	 */
	Object connection();

}
