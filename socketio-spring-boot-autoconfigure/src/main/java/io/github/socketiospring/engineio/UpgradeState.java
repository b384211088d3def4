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

package io.github.socketiospring.engineio;

/**
 * The state of a session's upgrade from polling to WebSocket.
 *
 * <pre>
 * NONE ──WebSocket with the sid──▶ ATTACHED ──2probe──▶ PROBED ──5──▶ DONE
 *  ▲                                  │  └──────────────5───────────────▲
 *  └── timeout, loss, anything else ──┴────────────────────┘ (from PROBED too)
 * </pre>
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#upgrade">Engine.IO
 * protocol, upgrade</a>
 */
enum UpgradeState {

	/** No upgrade has started. */
	NONE,

	/** A WebSocket was opened, and no packet was received on it. */
	ATTACHED,

	/** The WebSocket was probed; polls are released so that the client can leave them. */
	PROBED,

	/** The session's transport is WebSocket, from the start or by an upgrade. */
	DONE

}
