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

package io.github.socketiospring.annotation.support;

import java.util.Locale;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Creates validation messages in the language of a client.
 */
final class ClientLanguage {

	private ClientLanguage() {
	}

	/**
	 * Run a validation.
	 * @param locale the language of messages
	 * @param validation the validation to run
	 * @param <E> the exception of the validation
	 * @throws E if something is invalid
	 */
	static <E extends Exception> void use(Locale locale, Validation<E> validation) throws E {
		LocaleContext previous = LocaleContextHolder.getLocaleContext();
		LocaleContextHolder.setLocale(locale);
		try {
			validation.run();
		}
		finally {
			LocaleContextHolder.setLocaleContext(previous);
		}
	}

	/**
	 * A validation that may fail.
	 *
	 * @param <E> the exception of the validation
	 */
	@FunctionalInterface
	interface Validation<E extends Exception> {

		void run() throws E;

	}

}
