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

package io.github.socketiospring.server;

import java.time.Duration;

/**
 * A handler that is running. The later events of its socket wait for it, unless they are
 * unordered.
 *
 * @param namespace the name of the namespace
 * @param socketId the id of the socket; a session id in it is abbreviated
 * @param event the name of the event
 * @param age how long the handler has been running
 * @since 0.1.0
 * @see SocketIOStatistics#handlersAtWork()
 */
public record HandlerAtWork(String namespace, String socketId, String event, Duration age) {

}
