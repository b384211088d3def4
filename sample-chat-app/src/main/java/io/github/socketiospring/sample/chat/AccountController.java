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

package io.github.socketiospring.sample.chat;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the login page and the account of the user; Spring Security does the rest.
 */
@RestController
class AccountController {

	@GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE)
	Resource login() {
		return new ClassPathResource("static/login.html");
	}

	@GetMapping("/account")
	Mono<Account> account(@Nullable Authentication user,
			@RequestAttribute("org.springframework.security.web.server.csrf.CsrfToken") Mono<CsrfToken> token) {
		return token.map((csrf) -> new Account((user != null) ? user.getName() : null,
				user != null && ChatSecurity.isModerator(user), csrf));
	}

	/**
	 * The user of the page.
	 *
	 * @param name the name of the principal, {@code null} before the login
	 * @param moderator whether the user may moderate
	 * @param csrf the CSRF token that forms must contain
	 */
	record Account(@Nullable String name, boolean moderator, CsrfToken csrf) {

	}

}
