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

package io.github.socketiospring.server.support.inbound;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.server.Ack;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an event of another node.
 */
final class CallbackAck implements Ack {

	private final @Nullable Consumer<@Nullable Object[]> answer;

	private final AtomicBoolean sent = new AtomicBoolean();

	CallbackAck(@Nullable Consumer<@Nullable Object[]> answer) {
		this.answer = answer;
	}

	@Override
	public boolean isRequested() {
		return this.answer != null;
	}

	@Override
	public void send(@Nullable Object... arguments) {
		if (this.answer != null && this.sent.compareAndSet(false, true)) {
			try {
				this.answer.accept(Packet.arguments(arguments));
			}
			catch (RuntimeException | Error ex) {
				// Nothing was sent, so the failure can still be reported to the caller.
				this.sent.set(false);
				throw ex;
			}
		}
	}

}
