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

package io.github.socketiospring.adapter.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.socketiospring.adapter.SharedAttributes;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.PatternMatchUtils;

/**
 * Selects the details of sockets that other nodes see. Attributes of the application's
 * own classes are written as trees if the application permits it, and are otherwise left
 * out. Thread-safe.
 */
final class ToldAttributes {

	private static final Logger logger = LoggerFactory.getLogger(ToldAttributes.class);

	/** Classes may be generated, so not all of them are remembered. */
	private static final int MOST_LOGGED = 100;

	private final String[] patterns;

	private final JsonMapper mapper;

	private final long maxBytes;

	/** The names of the classes that could not be written. */
	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	/**
	 * Create a selection.
	 * @param patterns the names of the classes whose attributes are told
	 * @param mapper writes these attributes
	 * @param maxBytes how many bytes these attributes may have, both a single one and all
	 * in one answer
	 */
	ToldAttributes(List<String> patterns, JsonMapper mapper, long maxBytes) {
		this.patterns = patterns.toArray(String[]::new);
		this.mapper = mapper;
		this.maxBytes = maxBytes;
	}

	/**
	 * Select what other nodes see.
	 * @param sockets the details of sockets
	 * @return copies that may leave this node, {@code null} if they are too large for an
	 * answer
	 */
	@Nullable List<SocketDetails> select(List<SocketDetails> sockets) {
		Writing writing = new Writing();
		List<SocketDetails> selected = new ArrayList<>(sockets.size());
		for (SocketDetails socket : sockets) {
			selected.add(socket.shared(writing));
			if (writing.remaining < 0) {
				return null;
			}
		}
		return selected;
	}

	private void leaveOut(Class<?> type, Object reason) {
		if (this.logged.size() < MOST_LOGGED && this.logged.add(type.getName())) {
			logger.warn("Other nodes do not see attributes of {}, since one could not be written "
					+ "(logged once for each class): {}", type.getName(), LogFormat.message(reason));
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("An attribute of {} could not be written for other nodes: {}", type.getName(),
					LogFormat.message(reason));
		}
	}

	/**
	 * Writes the attributes of one answer.
	 */
	private final class Writing implements Function<Object, @Nullable Object> {

		/** The classes of which an attribute was too large, which costs time. */
		private final Set<Class<?>> tooLarge = new HashSet<>(0);

		/** How many bytes may follow, negative if there were too many. */
		private long remaining = ToldAttributes.this.maxBytes;

		@Override
		public @Nullable Object apply(Object value) {
			Class<?> type = value.getClass();
			boolean told = PatternMatchUtils.simpleMatch(ToldAttributes.this.patterns, type.getName());
			return (told && this.remaining >= 0 && !this.tooLarge.contains(type)) ? write(type, value) : null;
		}

		private @Nullable JsonNode write(Class<?> type, Object value) {
			Size size = new Size(ToldAttributes.this.maxBytes);
			try {
				// Count first: a few objects that refer to each other may be written as
				// any number of values.
				ToldAttributes.this.mapper.writeValue(size, value);
				this.remaining -= size.bytes;
				JsonNode tree = (this.remaining >= 0) ? ToldAttributes.this.mapper.valueToTree(value) : null;
				if (tree != null && !SharedAttributes.isShared(tree)) {
					leaveOut(type, "it is nested too deeply, or contains too many values");
					return null;
				}
				return tree;
			}
			catch (Throwable ex) {
				// Errors too: the application's classes must not prevent an answer.
				if (size.isExceeded()) {
					this.tooLarge.add(type);
				}
				leaveOut(type, size.isExceeded() ? "it is too large for a message" : ex);
				return null;
			}
		}

	}

	/**
	 * Counts bytes up to a limit.
	 */
	private static final class Size extends OutputStream {

		private final long limit;

		private long bytes;

		Size(long limit) {
			this.limit = limit;
		}

		boolean isExceeded() {
			return this.bytes > this.limit;
		}

		@Override
		public void write(int b) throws IOException {
			add(1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			add(length);
		}

		private void add(int number) throws IOException {
			this.bytes += number;
			if (isExceeded()) {
				throw new IOException("An attribute has more than " + this.limit + " bytes");
			}
		}

	}

}
