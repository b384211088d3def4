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

package io.github.socketiospring.fuzz;

import java.util.Locale;

import io.github.socketiospring.adapter.cluster.NodeFrameTarget;
import io.github.socketiospring.adapter.redis.ClassicFrameTarget;
import io.github.socketiospring.adapter.redis.ShardedFrameTarget;
import io.github.socketiospring.engineio.packet.Base64Target;
import io.github.socketiospring.engineio.packet.EnginePacketsTarget;
import io.github.socketiospring.engineio.packet.PayloadTarget;
import io.github.socketiospring.engineio.transport.polling.PollingBodyTarget;
import io.github.socketiospring.engineio.transport.websocket.WebSocketMessagesTarget;
import io.github.socketiospring.engineio.web.RequestTarget;
import io.github.socketiospring.protocol.PacketsTarget;
import io.github.socketiospring.protocol.json.JsonPacketTarget;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketTarget;

/**
 * All targets that the fuzzer runs.
 */
enum FuzzTargets {

	/** Base64, valid or invalid. */
	BASE64(new Base64Target()),

	/** Bodies of Engine.IO's polling transport, of both revisions. */
	ENGINE_PAYLOAD(new PayloadTarget()),

	/** Packets of Engine.IO in such bodies. */
	ENGINE_PACKETS(new EnginePacketsTarget()),

	/** Forms of JSONP clients, and the scripts that they receive. */
	POLLING_BODY(new PollingBodyTarget()),

	/** Frames of a WebSocket. */
	WEB_SOCKET_MESSAGES(new WebSocketMessagesTarget()),

	/** Socket.IO packets as JSON. */
	JSON_PACKET(new JsonPacketTarget()),

	/** Socket.IO packets as MessagePack. */
	MSGPACK_PACKET(new MsgPackPacketTarget()),

	/** Packets of applications, in both formats. */
	PACKETS(new PacketsTarget()),

	/** Frames of other nodes in the format of the classic Redis adapter. */
	CLASSIC_FRAME(new ClassicFrameTarget()),

	/** Frames of other nodes in the format of the sharded Redis adapter. */
	SHARDED_FRAME(new ShardedFrameTarget()),

	/** What nodes tell each other regardless of namespaces. */
	NODE_FRAME(new NodeFrameTarget()),

	/** Requests to open a session. */
	REQUEST(new RequestTarget()),

	/** Whole sessions: requests, frames, losses, time. */
	SESSION(new SessionTarget());

	private final FuzzTarget target;

	FuzzTargets(FuzzTarget target) {
		this.target = target;
	}

	/**
	 * The name of the target on the command line and of its corpus.
	 * @return the name, for example {@code json-packet}
	 */
	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	Corpus corpus() {
		return Corpus.of(id());
	}

	void run(byte[] input) throws Exception {
		this.target.run(new FuzzInput(input));
	}

}
