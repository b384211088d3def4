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

package io.github.socketiospring.actuate;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a long list.
 *
 * @param <T> the type of an entry
 * @param page the number of the page, from zero
 * @param size how many entries a page has at most
 * @param total the number of entries of all pages
 * @param content the entries of this page
 * @since 0.1.0
 */
public record Page<T>(int page, int size, int total, List<T> content) {

	static <S, T> Page<T> of(List<S> all, int page, int size, Function<S, T> describe) {
		return new Page<>(page, size, all.size(),
				all.stream().skip((long) page * size).limit(size).map(describe).toList());
	}

}
