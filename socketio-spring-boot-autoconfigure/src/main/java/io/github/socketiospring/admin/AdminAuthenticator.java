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

package io.github.socketiospring.admin;

import java.security.Principal;

import reactor.core.publisher.Mono;

/**
 * Decides who may use the Admin UI.
 *
 * @since 0.1.0
 */
public interface AdminAuthenticator {

	/**
	 * Whether a user whom the handshake authenticated is an administrator and need not
	 * log in again.
	 * @param principal the principal of the handshake
	 * @return {@code false} to ask for a name and a password
	 */
	boolean isAdmin(Principal principal);

	/**
	 * Check the name and the password that were entered in the login form. Must not
	 * block.
	 * @param name the name, possibly empty
	 * @param password the password, possibly empty
	 * @return the administrator, who becomes the principal of the socket; empty if the
	 * credentials are wrong or the user is not an administrator
	 */
	Mono<? extends Principal> authenticate(String name, String password);

}
