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

package io.github.socketiospring.architecture;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.tngtech.archunit.core.domain.JavaClass;

/**
 * The packages that each package of this project may use. Every package must be listed,
 * so adding one requires a decision about its dependencies.
 */
final class ImportTable {

	private static final String EVERYTHING = "..";

	// @formatter:off
	private static final Map<String, List<String>> ALLOWED = Map.ofEntries(
		// wire formats and annotations
		Map.entry("engineio.packet..",            List.of()),
		Map.entry("protocol",                     List.of()),
		Map.entry("protocol.json..",              List.of("protocol")),
		Map.entry("protocol.msgpack",             List.of("protocol")),
		Map.entry("annotation",                   List.of()),
		// used by both protocols, independent of both
		Map.entry("support",                      List.of()),
		// Engine.IO: never sees a namespace
		Map.entry("engineio.transport",           List.of("engineio.packet..", "support")),
		Map.entry("engineio.transport.polling",   List.of("engineio.transport", "engineio.packet..", "support")),
		Map.entry("engineio.transport.websocket", List.of("engineio.transport", "engineio.packet..", "support")),
		Map.entry("engineio",                     List.of("engineio.transport", "engineio.packet..", "support")),
		Map.entry("engineio.web",                 List.of("engineio..", "support")),
		// Socket.IO: never sees HTTP
		Map.entry("adapter",                      List.of("protocol", "support")),
		Map.entry("adapter.cluster",              List.of("protocol..", "adapter", "support")),
		Map.entry("adapter.redis",                List.of("protocol", "protocol.msgpack", "adapter", "adapter.cluster", "support")),
		Map.entry("server.metrics",               List.of()),
		Map.entry("server",                       List.of("server.metrics", "engineio", "protocol", "adapter", "support")),
		// the implementation, a package for each part of the work
		Map.entry("server.support.outbound",      List.of("server", "server.metrics", "engineio", "protocol", "adapter", "support")),
		Map.entry("server.support.inbound",       List.of("server.support.outbound",
				"server", "server.metrics", "engineio", "protocol", "adapter", "support")),
		Map.entry("server.support.life",          List.of("server.support.inbound", "server.support.outbound",
				"server", "engineio", "protocol", "adapter", "support")),
		Map.entry("server.support.revision",      List.of("server", "engineio", "support")),
		Map.entry("server.support.admission",     List.of("server.support.revision", "server.support.life", "server.support.inbound",
				"server.support.outbound", "server", "engineio", "protocol", "adapter", "support")),
		Map.entry("server.support",               List.of("server.support..", "server", "server.metrics", "engineio",
				"protocol..", "adapter", "support")),
		// what applications use
		Map.entry("core",                         List.of("server", "adapter", "support")),
		Map.entry("emitter",                      List.of("core", "server.support.outbound", "protocol", "adapter", "adapter.cluster")),
		Map.entry("handler",                      List.of("server", "support")),
		Map.entry("annotation.support",           List.of("annotation", "handler", "server", "protocol", "support")),
		// optional additions
		Map.entry("security",                     List.of("server", "handler", "support")),
		Map.entry("observation",                  List.of("server", "server.metrics", "engineio", "handler", "adapter.cluster", "support")),
		Map.entry("transaction",                  List.of("server", "core")),
		Map.entry("admin",                        List.of("server", "engineio", "support")),
		Map.entry("event",                        List.of("server", "support")),
		Map.entry("health",                       List.of("server", "engineio", "support")),
		Map.entry("actuate..",                    List.of("server", "engineio", "support")),
		// configures everything; no other package uses it
		Map.entry("autoconfigure..",              List.of(EVERYTHING)));
	// @formatter:on

	private final String root;

	/**
	 * Read the table for the packages below a root package.
	 * @param root the root package; another one than ours only to try the rules
	 */
	ImportTable(String root) {
		this.root = root;
	}

	/**
	 * The table itself.
	 * @return the packages that each package may use; a name that ends in two dots stands
	 * for its sub-packages as well
	 */
	static Map<String, List<String>> rows() {
		return ALLOWED;
	}

	boolean lists(JavaClass type) {
		return rowOf(type).isPresent();
	}

	boolean allows(JavaClass origin, JavaClass target) {
		if (origin.getPackageName().equals(target.getPackageName()) || !isOurs(target)) {
			return true;
		}
		Optional<String> row = rowOf(origin);
		if (row.isEmpty() || row.equals(rowOf(target))) {
			return true;
		}
		return ALLOWED.get(row.get()).stream().anyMatch((pattern) -> matches(pattern, target));
	}

	private Optional<String> rowOf(JavaClass type) {
		return ALLOWED.keySet().stream().filter((pattern) -> matches(pattern, type)).findFirst();
	}

	private boolean matches(String pattern, JavaClass type) {
		if (pattern.equals(EVERYTHING)) {
			return true;
		}
		String name = type.getPackageName();
		if (pattern.endsWith("..")) {
			String parent = this.root + "." + pattern.substring(0, pattern.length() - 2);
			return name.equals(parent) || name.startsWith(parent + ".");
		}
		return name.equals(this.root + "." + pattern);
	}

	private boolean isOurs(JavaClass type) {
		return type.getPackageName().equals(this.root) || type.getPackageName().startsWith(this.root + ".");
	}

}
