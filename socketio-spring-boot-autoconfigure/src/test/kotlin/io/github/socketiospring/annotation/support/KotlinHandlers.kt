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

import io.github.socketiospring.annotation.AuthPayload
import io.github.socketiospring.annotation.HandshakeParam
import io.github.socketiospring.annotation.NonBlocking
import io.github.socketiospring.annotation.OnConnect
import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.OnServerEvent
import io.github.socketiospring.annotation.SocketAttribute
import io.github.socketiospring.annotation.SocketExceptionHandler
import io.github.socketiospring.annotation.SocketNamespace
import io.github.socketiospring.server.Namespace
import io.github.socketiospring.server.SocketIOSocket
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.reactor.ReactorContext
import kotlin.coroutines.coroutineContext

/** Handler methods as they are written in Kotlin. */
@SocketNamespace
@NonBlocking
open class KotlinHandlers {

	@OnConnect
	open suspend fun connected(socket: SocketIOSocket) {
		delay(1)
		socket.attributes()["connected"] = true
	}

	@OnEvent("suspend")
	open suspend fun suspending(socket: SocketIOSocket, text: String): String {
		delay(1)
		return "${socket.id()} $text"
	}

	@OnServerEvent("suspend")
	open suspend fun ofServer(namespace: Namespace, text: String, times: Int = 2): String {
		delay(1)
		return "${namespace.name()} ${text.repeat(times)}"
	}

	@OnEvent("unit")
	open suspend fun unit() {
		delay(1)
	}

	@OnEvent("suspend-default")
	open suspend fun suspendingDefault(text: String = "default") = text

	@OnEvent("suspend-null")
	open suspend fun suspendingNull(): String? = null

	@OnEvent("suspend-throws")
	open suspend fun throwing(): String {
		delay(1)
		throw IllegalStateException("suspended")
	}

	@OnEvent("flow")
	open fun flow(): Flow<String> = flowOf("a", "b")

	@OnEvent("suspend-flow")
	open suspend fun suspendingFlow(): Flow<String> {
		delay(1)
		return flowOf("a", "b")
	}

	@OnEvent("context")
	open suspend fun context(): String = coroutineContext[ReactorContext]!!.context.get("user")

	@OnEvent("plain")
	open fun plain(text: String, other: String?) = "$text $other"

	@OnEvent("default")
	open fun default(text: String = "default", number: Int) = "$text $number"

	@OnEvent("primitive-default")
	open fun primitiveDefault(first: Int, number: Int = 42, flag: Boolean = true, ratio: Double = 0.5) =
		"$first $number $flag $ratio"

	@OnEvent("suspend-primitive-default")
	open suspend fun suspendingPrimitiveDefault(number: Long = 42): String {
		delay(1)
		return "$number"
	}

	@OnEvent("named-default")
	open fun namedDefault(@HandshakeParam page: Int = 7, @AuthPayload("version") version: Int = 9,
			@SocketAttribute level: Short = 3) = "$page $version $level"

	@OnEvent("value")
	open fun value(room: RoomName) = "room ${room.name}"

	@OnEvent("value-default")
	open fun valueDefault(room: RoomName, number: Int = 42) = "${room.name} $number"

	@OnEvent("value-default-flow")
	open suspend fun valueDefaultFlow(room: RoomName, number: Int = 42): Flow<String> = flowOf(room.name, "$number")

	@OnEvent("nothing")
	open fun nothing() {
	}

	@SocketExceptionHandler
	open suspend fun failed(ex: IllegalStateException): String {
		delay(1)
		return "handled ${ex.message}"
	}

}

@JvmInline
value class RoomName(val name: String)

/** Kotlin's functions run off the event loop unless they suspend. */
@SocketNamespace("/threads")
open class KotlinThreads {

	@OnEvent("plain")
	fun plain(): String = Thread.currentThread().name

	@OnEvent("suspend")
	suspend fun suspending(): String = Thread.currentThread().name

}
