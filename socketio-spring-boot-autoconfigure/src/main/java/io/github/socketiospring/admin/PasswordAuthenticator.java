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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.function.Predicate;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Recognizes one administrator by name and password. For applications without Spring
 * Security.
 *
 * @since 0.1.0
 */
public final class PasswordAuthenticator implements AdminAuthenticator {

	private final String name;

	private final Predicate<String> password;

	/**
	 * Create an authenticator.
	 * @param name the name of the administrator
	 * @param password accepts the right password; may be slow, since it is not called on
	 * an event loop
	 */
	public PasswordAuthenticator(String name, Predicate<String> password) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(password, "'password' must not be null");
		this.name = name;
		this.password = password;
	}

	/**
	 * Compare passwords in a time that does not depend on where they differ.
	 * @param password the right password
	 * @return accepts that password only
	 */
	public static Predicate<String> plain(String password) {
		return (given) -> isEqual(given, password);
	}

	@Override
	public boolean isAdmin(Principal principal) {
		return false;
	}

	@Override
	public Mono<Principal> authenticate(String name, String password) {
		return Mono.fromCallable(() -> isRight(name, password))
			.subscribeOn(Schedulers.boundedElastic())
			.filter(Boolean::booleanValue)
			.map((right) -> new Admin(this.name));
	}

	private boolean isRight(String name, String password) {
		// Both are checked in any case: the time must not reveal whether the name exists.
		boolean known = isEqual(name, this.name);
		return this.password.test(password) && known;
	}

	private static boolean isEqual(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The administrator.
	 *
	 * @param name the name from the login form
	 */
	private record Admin(String name) implements Principal {

		@Override
		public String getName() {
			return this.name;
		}

	}

}
