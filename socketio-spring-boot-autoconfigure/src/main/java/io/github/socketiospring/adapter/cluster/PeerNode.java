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

package io.github.socketiospring.adapter.cluster;

import java.time.Duration;

/**
 * Another node of the cluster that sends heartbeats to this one.
 *
 * @param id the id of its process, with which its ids in namespaces begin
 * @param name its display name, the id if it has none
 * @param sinceHeartbeat the time since its last heartbeat arrived
 * @since 0.1.0
 */
public record PeerNode(String id, String name, Duration sinceHeartbeat) {

}
