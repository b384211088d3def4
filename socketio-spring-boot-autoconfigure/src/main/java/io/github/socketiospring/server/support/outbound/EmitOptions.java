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

import java.time.Duration;

/**
 * How an event is sent to one socket.
 *
 * @param droppable whether it is dropped if it cannot be written at once
 * @param compressed whether the transport may compress it
 * @param ackTimeout how long to wait for an acknowledgement
 */
record EmitOptions(boolean droppable, boolean compressed, Duration ackTimeout) {

	EmitOptions withDroppable() {
		return new EmitOptions(true, this.compressed, this.ackTimeout);
	}

	EmitOptions withCompressed(boolean compressed) {
		return new EmitOptions(this.droppable, compressed, this.ackTimeout);
	}

	EmitOptions withAckTimeout(Duration ackTimeout) {
		return new EmitOptions(this.droppable, this.compressed, ackTimeout);
	}

}
