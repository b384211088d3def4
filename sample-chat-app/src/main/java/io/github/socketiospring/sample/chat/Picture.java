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

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A picture. Its bytes travel as a binary attachment in both directions: an
 * {@code ArrayBuffer} in the browser.
 *
 * @param type the media type, limited to types that browsers show and that cannot contain
 * scripts
 * @param data the bytes of the file, which must fit into
 * {@code socketio.max-http-buffer-size}
 */
record Picture(@NotNull @Pattern(regexp = "image/(jpeg|png|gif|webp)") String type,
		@NotNull @Size(min = 1, max = Picture.MAX_BYTES) byte[] data) {

	static final int MAX_BYTES = 900_000;

}
