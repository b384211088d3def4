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

import org.springframework.util.Assert;

/**
 * Settings of a {@link SocketIOServer}. Immutable.
 *
 * @param connectTimeout how long a connection may stay without a namespace
 * @param ackTimeout how long a client has to acknowledge, unless a call says otherwise
 * @param maxPendingAcks how many acknowledgements may be outstanding for one socket
 * @param backlog how many events of one socket may wait before its client is not read
 * @param maxNamespaces how many namespaces one connection may be in
 * @param maxDynamicNamespaces how many namespaces clients may make to be by patterns;
 * empty ones give way to new ones
 * @param maxRooms how many rooms a socket may be in
 * @param cleanupEmptyChildNamespaces whether a namespace that came to be by a pattern is
 * removed when its last socket leaves
 * @param recovery connection state recovery
 * @since 0.1.0
 */
public record SocketIOOptions(Duration connectTimeout, Duration ackTimeout, int maxPendingAcks, int backlog,
		int maxNamespaces, int maxDynamicNamespaces, int maxRooms, boolean cleanupEmptyChildNamespaces,
		RecoveryOptions recovery) {

	/**
	 * Check the settings.
	 */
	public SocketIOOptions {
		Assert.isTrue(connectTimeout.toMillis() > 0, "connectTimeout must be at least one millisecond");
		Assert.isTrue(ackTimeout.toMillis() > 0, "ackTimeout must be at least one millisecond");
		Assert.isTrue(maxPendingAcks > 0, "maxPendingAcks must be greater than zero");
		Assert.isTrue(backlog > 0, "backlog must be greater than zero");
		Assert.isTrue(maxNamespaces > 0, "maxNamespaces must be greater than zero");
		Assert.isTrue(maxDynamicNamespaces > 0, "maxDynamicNamespaces must be greater than zero");
		Assert.isTrue(maxRooms > 0, "maxRooms must be greater than zero");
	}

	/**
	 * The defaults.
	 * @return 45 and 30 seconds, 1000 acknowledgements, 64 events, 100 namespaces, 10,000
	 * dynamic ones, 1000 rooms, no clean-up and no recovery
	 */
	public static SocketIOOptions defaults() {
		return new SocketIOOptions(Duration.ofSeconds(45), Duration.ofSeconds(30), 1000, 64, 100, 10_000, 1000, false,
				RecoveryOptions.defaults());
	}

}
