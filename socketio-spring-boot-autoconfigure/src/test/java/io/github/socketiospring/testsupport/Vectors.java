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

package io.github.socketiospring.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The golden vectors, recorded from the reference implementation.
 */
public final class Vectors {

	private static final JsonNode all = read();

	private Vectors() {
	}

	/**
	 * The vectors of one area and operation.
	 * @param area the area
	 * @param operation the operation
	 * @return the vectors, at least one
	 */
	public static List<Vector> of(String area, String operation) {
		List<Vector> vectors = new ArrayList<>();
		for (JsonNode vector : all.get("vectors")) {
			if (vector.get("area").asString().equals(area) && vector.get("op").asString().equals(operation)) {
				vectors.add(new Vector(vector.get("id").asString(), vector));
			}
		}
		if (vectors.isEmpty()) {
			throw new IllegalArgumentException("No vectors of " + area + " " + operation);
		}
		return vectors;
	}

	private static JsonNode read() {
		try (InputStream in = Vectors.class.getResourceAsStream("/vectors.json")) {
			return JsonMapper.shared().readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One vector.
	 *
	 * @param id its id
	 * @param json all of it
	 */
	public record Vector(String id, JsonNode json) {

		/**
		 * What goes in.
		 * @return the input
		 */
		public JsonNode in() {
			return this.json.get("in");
		}

		/**
		 * What is to come out.
		 * @return the output
		 */
		public JsonNode out() {
			return this.json.get("out");
		}

		@Override
		public String toString() {
			return this.id + (in().has("name") ? " " + in().get("name").asString() : "");
		}

	}

}
