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

package io.github.socketiospring.protocol;

import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * The arguments of a packet that has none.
 *
 * @since 0.1.0
 */
public final class NoArguments implements ArgumentReader, KeptArguments {

	/** The only instance. */
	public static final NoArguments INSTANCE = new NoArguments();

	private NoArguments() {
	}

	@Override
	public boolean hasNext() {
		return false;
	}

	@Override
	public @Nullable Object next(JavaType type) {
		throw new NoSuchElementException("The packet has no arguments");
	}

	@Override
	public void finish() {
	}

	@Override
	public KeptArguments keep() {
		return this;
	}

	@Override
	public long size() {
		return 0;
	}

	@Override
	public ArgumentReader reader() {
		return this;
	}

}
