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
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.server.AckDisconnectedException;
import io.github.socketiospring.server.DisconnectReason;
import reactor.core.publisher.MonoSink;

/**
 * The acknowledgement of an event that was sent to one socket.
 *
 * @param <T> the type of the answer
 */
final class SocketAck<T> implements PendingAck {

	private final String event;

	private final AnswerType<T> type;

	private final MonoSink<T> sink;

	SocketAck(String event, AnswerType<T> type, MonoSink<T> sink) {
		this.event = event;
		this.type = type;
		this.sink = sink;
	}

	@Override
	public void answered(ArgumentReader arguments) {
		T answer;
		try {
			answer = this.type.read(arguments);
		}
		catch (PacketFormatException ex) {
			this.sink.error(ex);
			throw ex;
		}
		catch (Throwable ex) {
			// Well-formed, but not of the requested type; or an error, for example of a
			// record's constructor.
			this.sink.error(ex);
			return;
		}
		this.sink.success(answer);
	}

	@Override
	public void lost(DisconnectReason reason) {
		this.sink.error(new AckDisconnectedException(this.event, reason));
	}

}
