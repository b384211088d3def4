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

package io.github.socketiospring.adapter;

/**
 * The acknowledgements for which the sockets of one namespace wait on this node, as an
 * adapter uses them for the broadcasts of other nodes.
 *
 * @since 0.1.0
 */
public interface LocalAcks {

	/**
	 * Generate an acknowledgement id, for a broadcast of another node.
	 * @return an id that no other event of the namespace has
	 */
	long nextAckId();

	/**
	 * Stop waiting for the answer of a socket of this node.
	 * @param socketId the id of the socket, which may have left
	 * @param ackId the acknowledgement id of the broadcast
	 */
	void forgetAck(String socketId, long ackId);

}
