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

package io.github.socketiospring.testsupport;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.mock;

/**
 * Tests for {@link NoBufferLeaks}.
 */
class NoBufferLeaksTests {

	private final ExtensionContext context = mock();

	private final NoBufferLeaks rule = new NoBufferLeaks();

	@Test
	void findsABufferThatWasNotReleased() {
		this.rule.beforeAll(this.context);
		ByteBufAllocator.DEFAULT.buffer();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.rule.afterAll(this.context));
	}

	@Test
	void isContentWhenAllWereReleased() {
		this.rule.beforeAll(this.context);
		ByteBufAllocator.DEFAULT.buffer().release();
		assertThatNoException().isThrownBy(() -> this.rule.afterAll(this.context));
	}

}
