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

package io.github.socketiospring.server.support.outbound;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.metrics.NamespaceMeter;

/**
 * Measures how long a client takes to acknowledge.
 */
final class MeasuredAck implements PendingAck {

	private final PendingAck ack;

	private final NamespaceMeter meter;

	private final long sent = System.nanoTime();

	MeasuredAck(PendingAck ack, NamespaceMeter meter) {
		this.ack = ack;
		this.meter = meter;
	}

	@Override
	public void answered(ArgumentReader arguments) {
		this.meter.acknowledged(System.nanoTime() - this.sent);
		this.ack.answered(arguments);
	}

	@Override
	public void lost(DisconnectReason reason) {
		this.ack.lost(reason);
	}

}
