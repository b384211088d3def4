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

package io.github.socketiospring.adapter;

import java.security.Principal;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a socket that lost its connection.
 *
 * @param privateId the secret by which its client can come back
 * @param socketId the socket's public id
 * @param rooms the rooms it was in, own-id room not included
 * @param attributes its attributes
 * @param principal who its client is, if the application said so and not the request;
 * {@code null} too when an adapter cannot remember principals
 * @since 0.1.0
 */
public record SavedSession(String privateId, String socketId, Set<String> rooms, Map<String, Object> attributes,
		@Nullable Principal principal) {

	/**
	 * A session of nobody in particular.
	 * @param privateId the secret by which its client can come back
	 * @param socketId the socket's public id
	 * @param rooms the rooms it was in, own-id room not included
	 * @param attributes its attributes
	 */
	public SavedSession(String privateId, String socketId, Set<String> rooms, Map<String, Object> attributes) {
		this(privateId, socketId, rooms, attributes, null);
	}

}
