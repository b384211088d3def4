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

package io.github.socketiospring.sample.chat;

import java.security.Principal;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message as clients receive it.
 *
 * @param id a random UUID, which receipts refer to
 * @param from the author's name
 * @param to a room or a person, {@code #lobby} or {@code @Ann}
 * @param text the text, empty with a picture
 * @param picture the picture, {@code null} for a text message
 * @param at when the server received it
 */
record ChatMessage(String id, String from, String to, String text, @Nullable Picture picture, Instant at) {

	static ChatMessage of(Principal author, String to, String text, @Nullable Picture picture) {
		return new ChatMessage(UUID.randomUUID().toString(), author.getName(), to, text, picture, Instant.now());
	}

}
