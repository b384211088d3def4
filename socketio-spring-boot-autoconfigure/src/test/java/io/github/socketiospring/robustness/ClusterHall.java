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

package io.github.socketiospring.robustness;

import java.util.Map;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.SocketIOSocket;

/**
 * What a {@link ClusterGuest} finds on a Java server: it may join and leave rooms, and
 * say numbers. The Node.js servers of {@code churn.mjs} do the same.
 */
@SocketNamespace
class ClusterHall {

	private static final String HEARD = "heard";

	@OnConnect
	void connected(SocketIOSocket socket, @AuthPayload Map<String, Object> auth) {
		socket.attributes().put(HEARD, 0);
		socket.join(Hall.EVERYBODY);
		socket.join((String) auth.get("name"));
	}

	@OnEvent("join")
	void join(SocketIOSocket socket, String room) {
		socket.join(room);
	}

	@OnEvent("leave")
	void leave(SocketIOSocket socket, String room) {
		socket.leave(room);
	}

	@OnEvent("say")
	void say(SocketIOSocket socket, int number) {
		// One that does not come in its turn is not counted.
		socket.attributes().replace(HEARD, number, number + 1);
	}

	@OnEvent("heard")
	int heard(SocketIOSocket socket) {
		return (Integer) socket.attributes().get(HEARD);
	}

}
