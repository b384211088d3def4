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

package io.github.socketiospring.autoconfigure.redis;

import java.util.Locale;
import java.util.Set;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if {@code socketio.adapter.type} is a type that uses Redis, in any spelling
 * that the property accepts.
 */
class RedisAdapterCondition extends SpringBootCondition {

	private static final String PROPERTY = "socketio.adapter.type";

	/** The types without the characters that relaxed binding ignores. */
	private static final Set<String> TYPES = Set.of("redis", "redissharded");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String type = context.getEnvironment().getProperty(PROPERTY, "");
		String plain = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		ConditionMessage.Builder message = ConditionMessage.forCondition("Redis adapter");
		return TYPES.contains(plain) ? ConditionOutcome.match(message.foundExactly(PROPERTY + "=" + type))
				: ConditionOutcome.noMatch(message.because(PROPERTY + " is '" + type + "'"));
	}

}
