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

package io.github.socketiospring.integration

import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.SocketNamespace
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import org.springframework.security.access.annotation.Secured
import org.springframework.security.access.prepost.PostAuthorize
import org.springframework.security.access.prepost.PreAuthorize

/** Functions that the rules of an application guard. */
@SocketNamespace
open class KotlinRuledHandlers {

	@OnEvent("own-suspend", "user-suspend")
	open suspend fun suspending(owner: String): String {
		delay(1)
		return "done"
	}

	@OnEvent("own-flow", "user-flow")
	open fun flow(owner: String): Flow<String> = flowOf("done")

}

/** Functions that annotations guard. */
@SocketNamespace
open class KotlinGuardedHandlers(private val service: KotlinGuardedService) {

	@OnEvent("pre-suspend")
	@PreAuthorize("hasRole('USER')")
	open suspend fun pre(owner: String): String {
		delay(1)
		return owner
	}

	@OnEvent("own-suspend")
	@PreAuthorize("hasRole('USER') and #owner == authentication.name")
	open suspend fun own(owner: String): String {
		delay(1)
		return owner
	}

	@OnEvent("post-suspend")
	@PostAuthorize("hasRole('USER') and returnObject == authentication.name")
	open suspend fun post(owner: String): String {
		delay(1)
		return owner
	}

	@OnEvent("own-flow")
	@PreAuthorize("hasRole('USER') and #owner == authentication.name")
	open fun flow(owner: String): Flow<String> = flowOf(owner)

	@OnEvent("own-suspend-flow")
	@PreAuthorize("hasRole('USER') and #owner == authentication.name")
	open suspend fun suspendingFlow(owner: String): Flow<String> {
		delay(1)
		return flowOf(owner)
	}

	@OnEvent("pre-suspend-service")
	open suspend fun service(owner: String): String {
		delay(1)
		return service.echo(owner)
	}

}

open class KotlinGuardedService {

	@PreAuthorize("hasRole('USER')")
	open suspend fun echo(text: String): String {
		delay(1)
		return text
	}

}

/** Functions that annotations guard for the thread that calls them. */
@SocketNamespace
open class KotlinPlainHandlers(private val service: KotlinPlainService) {

	@OnEvent("pre-suspend")
	@PreAuthorize("hasRole('USER')")
	open suspend fun pre(owner: String): String {
		delay(1)
		return owner
	}

	@OnEvent("own-suspend")
	@PreAuthorize("hasRole('USER') and #owner == authentication.name")
	open suspend fun own(owner: String): String {
		delay(1)
		return owner
	}

	@OnEvent("secured-suspend")
	@Secured("ROLE_USER")
	open suspend fun secured(owner: String): String {
		delay(1)
		return owner
	}

	@OnEvent("own-flow")
	@PreAuthorize("hasRole('USER') and #owner == authentication.name")
	open fun flow(owner: String): Flow<String> = flowOf(owner)

	@OnEvent("pre-suspend-service")
	open suspend fun service(owner: String): String = this.service.echo(owner)

}

/** A guarded service that suspending functions call. */
open class KotlinPlainService {

	@PreAuthorize("hasRole('USER')")
	open fun echo(text: String): String = text

}
