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

import java.util.List;
import java.util.Locale;

import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.StringUtils;

/**
 * Supplies the {@link Locale} that the client prefers, the system's when it does not say.
 */
class LocaleArgumentResolver implements HandlerMethodArgumentResolver {

	private static final String HEADER = "Accept-Language";

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		return (parameter.getParameterType() == Locale.class) ? (CallArgument) this::locale : null;
	}

	private Locale locale(HandlerCall call) {
		String header = call.socket().handshake().header(HEADER);
		if (StringUtils.hasText(header)) {
			try {
				List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header.trim());
				String preferred = ranges.get(0).getRange();
				if (!preferred.equals("*")) {
					return Locale.forLanguageTag(preferred);
				}
			}
			catch (IllegalArgumentException ex) {
				// A client that cannot say what it prefers prefers nothing.
			}
		}
		return Locale.getDefault();
	}

}
