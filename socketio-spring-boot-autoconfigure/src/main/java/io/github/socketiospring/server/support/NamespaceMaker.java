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

package io.github.socketiospring.server.support;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.server.support.life.TakenIds;

/**
 * Creates namespaces from their parts.
 */
interface NamespaceMaker {

	/**
	 * Create a namespace.
	 * @param name the name with its leading slash
	 * @param shown what metrics call the namespace
	 * @param takenIds the ids in use, perhaps by sockets that are leaving a removed
	 * namespace of the same name
	 * @param onEmpty called when the last socket has left
	 * @return a namespace whose adapter has not started
	 */
	DefaultNamespace make(String name, String shown, TakenIds takenIds, Consumer<DefaultNamespace> onEmpty);

	/**
	 * Create what sends to a namespace that is not on this node.
	 * @param name the name with its leading slash
	 * @param shown what metrics call the namespace
	 * @param adapter sends to the namespace on other nodes
	 * @param ackIds generates the ids of acknowledgements
	 * @return sends to other nodes only
	 */
	NamespaceTarget elsewhere(String name, String shown, AdapterSender adapter, LongSupplier ackIds);

}
