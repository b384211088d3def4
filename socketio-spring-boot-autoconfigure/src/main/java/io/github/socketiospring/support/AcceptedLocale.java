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

package io.github.socketiospring.support;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the {@code Accept-Language} header.
 *
 * @since 0.1.0
 */
public final class AcceptedLocale {

	private AcceptedLocale() {
	}

	/**
	 * Find the language that the client prefers.
	 * @param header the header of the client's request, {@code null} if it has none
	 * @return the preferred locale, the system's if the client states none
	 */
	public static Locale of(@Nullable String header) {
		if (header != null && StringUtils.hasText(header)) {
			try {
				List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header.trim());
				String preferred = ranges.get(0).getRange();
				if (!preferred.equals("*")) {
					return Locale.forLanguageTag(preferred);
				}
			}
			catch (IllegalArgumentException ex) {
				// A malformed header states no preference.
			}
		}
		return Locale.getDefault();
	}

}
