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

package io.github.socketiospring.engineio.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * The codings of compressed bodies.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1">RFC 9110, content
 * codings</a>
 */
enum BodyCoding {

	GZIP {

		@Override
		OutputStream open(OutputStream target) throws IOException {
			return new GZIPOutputStream(target);
		}

	},

	DEFLATE {

		@Override
		OutputStream open(OutputStream target) {
			return new DeflaterOutputStream(target);
		}

	};

	private final String value = name().toLowerCase(Locale.ROOT);

	abstract OutputStream open(OutputStream target) throws IOException;

	String value() {
		return this.value;
	}

	byte[] encode(byte[] body) {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream(body.length / 2);
		try (OutputStream coding = open(encoded)) {
			coding.write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return encoded.toByteArray();
	}

	/**
	 * Find a coding that a client accepts.
	 * @param headers the values of its {@code Accept-Encoding} headers
	 * @return the first of {@code gzip} and {@code deflate} that it accepts, or
	 * {@code null}
	 */
	static @Nullable BodyCoding accepted(@Nullable List<String> headers) {
		if (headers == null) {
			return null;
		}
		for (BodyCoding coding : values()) {
			if (AcceptEncoding.weight(headers, coding.value, 0) > 0) {
				return coding;
			}
		}
		return null;
	}

}
