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

package io.github.socketiospring.testsupport.load;

/**
 * How the connection of a client ended.
 */
public enum Ending {

	/** A close frame without a status, after which official clients come back. */
	CLOSE_FRAME,

	/** A close frame with a status, which says what the client did wrong. */
	CLOSE_FRAME_WITH_STATUS,

	/** An Engine.IO close packet, after which official clients come back. */
	CLOSE_PACKET,

	/** A request was answered with an error. */
	REFUSED,

	/** Without a close frame or packet. */
	CUT,

	/** By this client. */
	LEFT

}
