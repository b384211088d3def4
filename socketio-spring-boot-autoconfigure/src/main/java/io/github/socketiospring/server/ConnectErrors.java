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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told that was not let in: {@code {"message":"no","data":{"code":42}}}.
 */
final class ConnectErrors {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private ConnectErrors() {
	}

	/**
	 * Describe an error of middleware or of a handler. Only a
	 * {@link ConnectRefusedException} is meant for the client.
	 * @param error the error
	 * @param socket the socket that is refused
	 * @param revision the client's revision of the protocol
	 * @return the payload of CONNECT_ERROR
	 */
	static Object describe(Throwable error, DefaultSocket socket, Revision revision) {
		if (error instanceof ConnectRefusedException refused) {
			logger.debug("Socket {} may not enter namespace {}: {}", socket.shownId(), socket.namespace().name(),
					refused.getMessage());
			return revision.refused(String.valueOf(refused.getMessage()), refused.data());
		}
		logger.error("Socket {} is not let into namespace {}, since it could not be examined", socket.shownId(),
				socket.namespace().name(), error);
		return revision.refused("Internal server error", null);
	}

}
