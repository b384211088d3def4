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

package io.github.socketiospring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.socketiospring.engineio.web.ContextHandlerMapping;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Serves the client for browsers below the path of the server.
 */
class ClientFileMapping extends ContextHandlerMapping {

	/**
	 * Serve the files below a path.
	 * @param path the path without a trailing slash
	 * @param bundle the files of the client
	 * @param cors which other origins may read them; {@code null} for none
	 */
	ClientFileMapping(String path, ClientBundle bundle, @Nullable CorsConfiguration cors) {
		super(handlers(path, bundle));
		if (cors != null) {
			setCorsConfigurationSource((exchange) -> allowed(cors, exchange.getRequest()));
		}
	}

	private static Map<String, ClientFileHandler> handlers(String path, ClientBundle bundle) {
		Map<String, ClientFileHandler> handlers = new LinkedHashMap<>();
		bundle.files().forEach((file) -> handlers.put(path + "/" + file, new ClientFileHandler(bundle, file)));
		return handlers;
	}

	/**
	 * Get the CORS configuration for a request. A page of an origin that is not allowed
	 * receives the file, which is public, without the CORS headers that let the page read
	 * it.
	 * @param cors which origins may read the files
	 * @param request a request for a file
	 * @return the configuration, {@code null} for an origin that it does not allow
	 */
	private static @Nullable CorsConfiguration allowed(CorsConfiguration cors, ServerHttpRequest request) {
		return (cors.checkOrigin(request.getHeaders().getOrigin()) != null) ? cors : null;
	}

}
