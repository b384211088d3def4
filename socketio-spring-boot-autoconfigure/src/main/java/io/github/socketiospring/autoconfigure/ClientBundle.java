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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The JavaScript client, which the build copies from its npm package: each file
 * uncompressed and compressed. Files stay in memory after the first request.
 */
class ClientBundle {

	private static final List<String> FILES = List.of("socket.io.js", "socket.io.js.map", "socket.io.min.js",
			"socket.io.min.js.map", "socket.io.esm.min.js", "socket.io.esm.min.js.map", "socket.io.msgpack.min.js",
			"socket.io.msgpack.min.js.map");

	private final String version = new String(read("version"), StandardCharsets.UTF_8);

	private final Map<String, Mono<byte[]>> contents = new ConcurrentHashMap<>();

	List<String> files() {
		return FILES;
	}

	String version() {
		return this.version;
	}

	Mono<byte[]> content(String file, ContentCoding coding) {
		return this.contents.computeIfAbsent(file + coding.suffix(), ClientBundle::load);
	}

	private static Mono<byte[]> load(String resource) {
		return Mono.fromCallable(() -> read(resource)).subscribeOn(Schedulers.boundedElastic()).cache();
	}

	private static byte[] read(String resource) {
		try (InputStream stream = ClientBundle.class.getResourceAsStream("client/" + resource)) {
			if (stream == null) {
				throw new IllegalStateException(
						"The Socket.IO client for browsers is missing from the class path: no client/" + resource);
			}
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
