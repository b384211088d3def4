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

/**
 * The numbers of the types of requests and answers in the classic adapter.
 */
final class ClassicTypes {

	static final int IDS = 0;

	static final int ALL_ROOMS = 1;

	static final int JOIN = 2;

	static final int LEAVE = 3;

	static final int DISCONNECT = 4;

	static final int FETCH = 5;

	static final int SERVER_EVENT = 6;

	static final int BROADCAST = 7;

	static final int RECEIVERS = 8;

	static final int ACKNOWLEDGEMENT = 9;

	private ClassicTypes() {
	}

}
