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

import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;

/**
 * A frame that exceeds the maximum size. Its content is not kept.
 *
 * @param isDroppable whether the frame is a broadcast
 */
record TooLargeFrame(boolean isDroppable) implements ClusterFrame {

	@Override
	public int size() {
		return 0;
	}

	@Override
	public Received read() {
		throw new ClusterFormatException("A message is larger than 'socketio.adapter.max-message-size'");
	}

}
