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

package io.github.socketiospring.annotation.support

import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.SocketNamespace
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.util.function.Supplier

/** Functions that tell what a thread-local is, also after they were suspended. */
@SocketNamespace
open class KotlinThreadLocals(private val client: Supplier<String>) {

	@OnEvent("plain")
	open fun plain() = listOf(client.get())

	@OnEvent("suspend")
	open suspend fun suspending(): List<String> {
		val before = client.get()
		delay(1)
		return listOf(before, client.get())
	}

	@OnEvent("flow")
	open fun clients(): Flow<String> = flow {
		emit(client.get())
		delay(1)
		emit(client.get())
	}

	@OnEvent("suspend-flow")
	open suspend fun suspendingFlow(): Flow<String> {
		delay(1)
		return clients()
	}

}
