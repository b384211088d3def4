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

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the memory that one holder uses.
 *
 * @param name the abbreviated id of the holder
 * @param address the address of its client, {@code null} if it is not known
 * @param bytes the number of bytes of all kinds
 * @param kinds the number of bytes by kind, without kinds of which nothing is used
 * @since 0.1.0
 * @see MemoryBudget#heaviest(int)
 */
public record MemoryUse(String name, @Nullable String address, long bytes, Map<MemoryKind, Long> kinds) {

}
