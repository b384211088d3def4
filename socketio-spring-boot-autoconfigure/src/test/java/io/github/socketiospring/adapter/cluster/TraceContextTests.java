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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TraceContext}.
 */
class TraceContextTests {

	private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	@Test
	void hasFields() {
		assertThat(TraceContext.of(PARENT, null)).isEqualTo(new TraceContext(PARENT, null));
		assertThat(new TraceContext(PARENT, null).fields()).isEqualTo(Map.of("traceparent", PARENT));
		assertThat(new TraceContext(PARENT, "a=b,c=d").fields())
			.isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=b,c=d"));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "nonsense", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\n",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
			"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01" })
	void isNoneIfTheParentIsMalformed(@Nullable String parent) {
		assertThat(TraceContext.of(parent, "a=b")).isNull();
		if (parent != null) {
			assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(parent, null));
		}
	}

	@Test
	void leavesOutAMalformedState() {
		for (String state : new String[] { "", "a=\n", "a=\u0000", "a=é", "a=" + "b".repeat(511) }) {
			assertThat(TraceContext.of(PARENT, state)).as(state).isEqualTo(new TraceContext(PARENT, null));
			assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(PARENT, state));
		}
		String longest = "a=" + "b".repeat(510);
		assertThat(TraceContext.of(PARENT, longest)).isEqualTo(new TraceContext(PARENT, longest));
	}

}
