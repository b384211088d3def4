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

package io.github.socketiospring.engineio.web;

import java.security.Principal;

/**
 * Decides which principals of requests identify a client. A principal that many clients
 * share, such as Spring Security's anonymous authentication, does not: a session with
 * such a principal has no owner.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PrincipalFilter {

	/**
	 * Whether a principal identifies a client.
	 * @param principal the principal of a request
	 * @return {@code false} if the client is not known by this principal
	 */
	boolean identifies(Principal principal);

}
