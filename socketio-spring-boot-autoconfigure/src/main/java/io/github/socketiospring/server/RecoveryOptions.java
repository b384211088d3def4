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
 * Settings of connection state recovery.
 *
 * @param enabled whether a client that lost its connection may come back as if nothing
 * had happened
 * @param maxDisconnection how long it may stay away
 * @param skipMiddlewares whether it is let in again without being examined
 * @param maxPackets how many events, and how many lost sockets, each namespace remembers
 * @since 0.1.0
 */
public record RecoveryOptions(boolean enabled, Duration maxDisconnection, boolean skipMiddlewares, int maxPackets) {

	/**
	 * Check the settings.
	 */
	public RecoveryOptions {
		Assert.isTrue(maxDisconnection.toMillis() > 0, "maxDisconnection must be at least one millisecond");
		Assert.isTrue(maxPackets > 0, "maxPackets must be greater than zero");
	}

	/**
	 * The defaults.
	 * @return off; when switched on two minutes, with middleware, 10,000 events
	 */
	public static RecoveryOptions defaults() {
		return new RecoveryOptions(false, Duration.ofMinutes(2), false, 10_000);
	}

}
