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

/**
 * The wire format of Engine.IO protocol revision 3, which clients of Socket.IO 2.x speak,
 * as far as it differs from revision 4.
 *
 * @see <a href="https://github.com/socketio/engine.io-protocol/tree/v3">Engine.IO
 * protocol, revision 3</a>
 */
@NullMarked
package io.github.socketiospring.engineio.packet.v3;

import org.jspecify.annotations.NullMarked;
