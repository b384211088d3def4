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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.handler.EventHandlerMethod;
import io.github.socketiospring.handler.HandlerMethodCheck;
import org.junit.jupiter.api.Test;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LateChecksTests {

	private final List<Object> examined = new ArrayList<>();

	private boolean refused;

	private final HandlerMethodCheck check = (method, bean) -> {
		this.examined.add(String.valueOf(bean));
		if (this.refused) {
			throw new IllegalStateException("refused on purpose");
		}
	};

	private final LateChecks checks = new LateChecks(() -> "bean", List.of(this.check));

	private final EventHandlerMethod method = new EventHandlerMethod(this.checks, String.class,
			ReflectionUtils.findMethod(String.class, "trim"));

	@Test
	void examinesAMethodWhenItsBeanIsFirstSupplied() {
		this.checks.postpone(this.method);
		assertThat(this.examined).isEmpty();
		assertThat(this.checks.get()).isEqualTo("bean");
		assertThat(this.checks.get()).isEqualTo("bean");
		assertThat(this.examined).containsExactly("bean");
	}

	@Test
	void failsEachCallOfARefusedMethod() {
		this.refused = true;
		this.checks.postpone(this.method);
		assertThatIllegalStateException().isThrownBy(this.checks::get);
		assertThatIllegalStateException().isThrownBy(this.checks::get);
	}

}
