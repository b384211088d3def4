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

package io.github.socketiospring.adapter.redis;

import tools.jackson.databind.json.JsonMapper;

/**
 * The wire format of {@code @socket.io/redis-adapter} 8.3 and of
 * {@code @socket.io/redis-emitter} 5.1. Immutable and thread-safe; one instance serves
 * all namespaces.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ClassicFrames {

	private final SentParts parts;

	private final FrameJson json;

	private final FrameLimits limits;

	/**
	 * Create the format.
	 * @param mapper converts the values that the application sends
	 * @param limits the limits of the frames of other nodes
	 * @param credentials whether the details of sockets contain cookies, credentials and
	 * the payload of CONNECT
	 */
	ClassicFrames(JsonMapper mapper, FrameLimits limits, boolean credentials) {
		this.parts = new SentParts(new SentTrees(mapper), new HandshakeTrees(credentials));
		this.json = new FrameJson(limits);
		this.limits = limits;
	}

	/**
	 * Create a writer for the frames of a node.
	 * @param namespace the name of the namespace
	 * @param uid the id of the node in the namespace
	 * @return a writer
	 */
	ClassicFrameWriter writer(String namespace, String uid) {
		return new ClassicFrameWriter(this.parts, namespace, uid);
	}

	/**
	 * Create a writer for the frames of an emitter, which sends no requests.
	 * @param namespace the name of the namespace
	 * @return a writer
	 */
	ClassicFrameWriter emitter(String namespace) {
		return new ClassicFrameWriter(this.parts, namespace, null);
	}

	/**
	 * Create a reader for the frames of other nodes.
	 * @param namespace the name of the namespace
	 * @return a reader
	 */
	ClassicFrameReader reader(String namespace) {
		return new ClassicFrameReader(new ReceivedParts(this.json, this.limits, namespace), this.limits);
	}

	/**
	 * The limits of the frames of other nodes.
	 * @return the limits
	 */
	FrameLimits limits() {
		return this.limits;
	}

}
