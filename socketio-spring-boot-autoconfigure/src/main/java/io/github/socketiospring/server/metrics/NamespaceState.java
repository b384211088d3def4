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

import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/**
 * Reads the current state of one namespace on this node, from any thread.
 *
 * @param sockets counts the sockets that are connected with a transport, by the wire name
 * of the transport; visits each socket
 * @param roomCount counts the rooms with members, without those named after a socket
 * @param pendingAcks counts the outstanding acknowledgements; visits each socket
 * @since 0.1.0
 */
public record NamespaceState(ToIntFunction<String> sockets, IntSupplier roomCount, IntSupplier pendingAcks) {

}
