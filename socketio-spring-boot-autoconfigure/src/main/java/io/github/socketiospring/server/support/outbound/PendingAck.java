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

/**
 * Waits for one acknowledgement of one socket.
 */
interface PendingAck {

	/**
	 * The client has answered.
	 * @param arguments the arguments of the answer, to be read at once
	 */
	void answered(ArgumentReader arguments);

	/**
	 * There will be no answer.
	 * @param reason why the socket left
	 */
	void lost(DisconnectReason reason);

}
