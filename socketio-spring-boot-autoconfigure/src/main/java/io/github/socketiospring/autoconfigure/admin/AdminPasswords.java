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

package io.github.socketiospring.autoconfigure.admin;

import java.util.function.Predicate;

import io.github.socketiospring.admin.AdminAuthenticator;
import io.github.socketiospring.admin.PasswordAuthenticator;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Creates the check for the password in a property, without Spring Security.
 */
final class AdminPasswords {

	private static final boolean BCRYPT = ClassUtils.isPresent(
			"org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder", AdminPasswords.class.getClassLoader());

	private AdminPasswords() {
	}

	static AdminAuthenticator authenticator(SocketIOAdminProperties properties) {
		String name = properties.username();
		String password = properties.password();
		Assert.state(name != null && password != null,
				"The Admin UI is enabled, but nobody can log in: set 'socketio.admin.username' and "
						+ "'socketio.admin.password', or add Spring Security");
		return new PasswordAuthenticator(name, check(password));
	}

	private static Predicate<String> check(String password) {
		if (!isHash(password)) {
			return PasswordAuthenticator.plain(password);
		}
		Assert.state(BCRYPT, "'socketio.admin.password' is a bcrypt hash, but 'spring-security-crypto' is not on the "
				+ "class path");
		return Bcrypt.check(password);
	}

	/**
	 * Whether the value is a hash of a password.
	 * @param password the value of the property
	 * @return whether it begins like a hash of bcrypt
	 */
	static boolean isHash(String password) {
		return password.startsWith("$2a$") || password.startsWith("$2b$") || password.startsWith("$2y$");
	}

	/**
	 * Loaded only if the library is on the class path.
	 */
	private static final class Bcrypt {

		static Predicate<String> check(String hash) {
			BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();
			return (given) -> encoder.matches(given, hash);
		}

	}

}
