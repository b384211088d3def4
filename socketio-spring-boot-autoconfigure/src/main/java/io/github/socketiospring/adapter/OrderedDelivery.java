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

/**
 * Delivers an event in two steps: first it takes its place among what leaves a socket,
 * then it may leave. So the place can be taken under a lock, under which no code of the
 * application may run. The same thread takes both steps.
 *
 * @since 0.1.0
 */
public interface OrderedDelivery {

	/**
	 * The event as it is remembered.
	 * @return the event
	 */
	RememberedEvent event();

	/**
	 * Take the event's place among what leaves a socket. Calls no code of the
	 * application, and does not block.
	 * @param socket the socket
	 */
	void enqueue(LocalSocket socket);

	/**
	 * Let the event leave, and tell those who listen to sent events.
	 * @param socket a socket for which the event was enqueued
	 */
	void release(LocalSocket socket);

}
