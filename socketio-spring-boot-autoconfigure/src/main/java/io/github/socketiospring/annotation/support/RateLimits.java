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

import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.handler.EventHandlerMethod;
import io.github.socketiospring.server.EventRate;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.Assert;
import org.springframework.util.StringValueResolver;

/**
 * Reads {@link RateLimit} annotations.
 */
class RateLimits {

	private final StringValueResolver placeholders;

	RateLimits(StringValueResolver placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Read the rates of an event handler.
	 * @param method a method that may have its own rate
	 * @return one rate, or none
	 * @throws IllegalStateException if the annotation is invalid
	 */
	List<EventRate> of(EventHandlerMethod method) {
		RateLimit annotation = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RateLimit.class);
		if (annotation == null) {
			return List.of();
		}
		String period = this.placeholders.resolveStringValue(annotation.per());
		try {
			Assert.notNull(period, "per must not be empty");
			return List.of(EventRate.of(annotation.permits(), DurationFormatterUtils.detectAndParse(period)));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("@RateLimit(permits = " + annotation.permits() + ", per = \"" + period
					+ "\") of " + method + " is invalid: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Reject the annotation on a method where it would have no effect.
	 * @param method a method that handles no events
	 */
	static void refuse(EventHandlerMethod method) {
		Assert.state(!AnnotatedElementUtils.hasAnnotation(method.getMethod(), RateLimit.class),
				() -> "@RateLimit of " + method + " has no effect: it limits @OnEvent and @OnAnyEvent methods only");
	}

}
