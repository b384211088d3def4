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

import io.github.socketiospring.annotation.NonBlocking
import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.SocketNamespace
import jakarta.validation.constraints.Min
import jakarta.validation.constraints.NotBlank
import jakarta.validation.constraints.NotNull

/** Constraints on parameters, with and without default values. */
@SocketNamespace
@NonBlocking
open class KotlinConstraints {

	@OnEvent("default")
	open fun default(@NotNull @Min(1) number: Int = 42, @NotBlank text: String? = "default") = "$number $text"

	@OnEvent("nullable")
	open fun nullable(@NotBlank text: String?) = "$text"

}
