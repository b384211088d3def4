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

package io.github.socketiospring.server.metrics;

/**
 * Measures a Socket.IO server. Without a meter, nothing is measured.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ServerMeter {

	/**
	 * Return the meter of one or more namespaces. Called for each namespace that is
	 * created, from any thread; must neither block nor throw.
	 * @param name the name in metrics: that of the namespace if it was set up while the
	 * application started, otherwise the first pattern that accepts it, or
	 * {@code dynamic}. Clients cannot add names
	 * @return the same meter for the same name
	 */
	NamespaceMeter namespace(String name);

}
