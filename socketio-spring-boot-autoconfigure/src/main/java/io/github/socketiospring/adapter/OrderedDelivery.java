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
 * Delivers an event in two steps: first it is added to a socket's queue, then it is sent.
 * The first step may be taken under a lock, under which no application code may run. The
 * same thread takes both steps.
 *
 * @since 0.1.0
 */
public interface OrderedDelivery {

	/**
	 * The event as it is remembered for recovery.
	 * @return an immutable, encoded form
	 */
	RememberedEvent event();

	/**
	 * Add the event to the queue of a socket. Calls no application code, and does not
	 * block.
	 * @param socket a receiver of the event
	 */
	void enqueue(LocalSocket socket);

	/**
	 * Send the event, and call the listeners for sent events.
	 * @param socket a socket for which the event was enqueued
	 */
	void release(LocalSocket socket);

}
