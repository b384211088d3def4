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

package io.github.socketiospring.adapter.cluster;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The trace that a message belongs to, in the format of W3C Trace Context.
 *
 * @param parent the field {@code traceparent}: the trace, and the span that sent the
 * message
 * @param state the field {@code tracestate} of tracing systems, {@code null} for none
 * @since 0.1.0
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
public record TraceContext(String parent, @Nullable String state) {

	/** The name of the field with the trace and the span. */
	public static final String PARENT = "traceparent";

	/** The name of the field of tracing systems. */
	public static final String STATE = "tracestate";

	private static final int PARENT_LENGTH = 55;

	/** Zeros are no ids, and {@code ff} is no version. */
	private static final Pattern PARENT_FORMAT = Pattern
		.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

	private static final int MAX_STATE_LENGTH = 512;

	/**
	 * Create a context.
	 */
	public TraceContext {
		Assert.isTrue(isParent(parent), "'parent' must be a valid traceparent");
		Assert.isTrue(state == null || isState(state), "'state' must be a valid tracestate");
	}

	/**
	 * Create a context of fields that may be malformed.
	 * @param parent the field {@code traceparent}, {@code null} if it is missing
	 * @param state the field {@code tracestate}, {@code null} if it is missing
	 * @return the context, without a malformed {@code state}; {@code null} if
	 * {@code parent} is missing or malformed
	 */
	public static @Nullable TraceContext of(@Nullable String parent, @Nullable String state) {
		if (parent == null || !isParent(parent)) {
			return null;
		}
		return new TraceContext(parent, (state != null && isState(state)) ? state : null);
	}

	private static boolean isParent(String parent) {
		return parent.length() == PARENT_LENGTH && PARENT_FORMAT.matcher(parent).matches();
	}

	private static boolean isState(String state) {
		return !state.isEmpty() && state.length() <= MAX_STATE_LENGTH
				&& state.chars().allMatch((character) -> character >= ' ' && character <= '~');
	}

	/**
	 * The fields, as a propagator reads them.
	 * @return the values by name
	 */
	public Map<String, String> fields() {
		return (this.state != null) ? Map.of(PARENT, this.parent, STATE, this.state) : Map.of(PARENT, this.parent);
	}

}
