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

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A few named values in their order, unmodifiable. A session keeps those of its handshake
 * as long as it lives, so they take as little room as can be: a lookup goes through all
 * of them.
 *
 * @param <V> the type of the values
 */
final class NamedValues<V> extends AbstractMap<String, V> {

	private final boolean ignoreCase;

	/** Names and values by turns. */
	private final Object[] entries;

	private NamedValues(Map<String, V> values, boolean ignoreCase) {
		this.ignoreCase = ignoreCase;
		this.entries = new Object[2 * values.size()];
		int index = 0;
		for (Map.Entry<String, V> value : values.entrySet()) {
			this.entries[index++] = value.getKey();
			this.entries[index++] = value.getValue();
		}
	}

	/**
	 * Copy values that are looked up by their exact names.
	 * @param <V> the type of the values
	 * @param values the values
	 * @return the copy
	 */
	static <V> Map<String, V> exactly(Map<String, V> values) {
		return new NamedValues<>(values, false);
	}

	/**
	 * Copy values that are looked up without regard to case.
	 * @param <V> the type of the values
	 * @param values the values, whose names differ in more than case
	 * @return the copy
	 */
	static <V> Map<String, V> ignoringCase(Map<String, V> values) {
		return new NamedValues<>(values, true);
	}

	private int indexOf(Object name) {
		for (int i = 0; i < this.entries.length; i += 2) {
			String present = (String) this.entries[i];
			if (this.ignoreCase ? name instanceof String other && present.equalsIgnoreCase(other)
					: present.equals(name)) {
				return i;
			}
		}
		return -1;
	}

	@SuppressWarnings("unchecked")
	private V valueAt(int index) {
		return (V) this.entries[index + 1];
	}

	@Override
	public @Nullable V get(Object name) {
		int index = indexOf(name);
		return (index >= 0) ? valueAt(index) : null;
	}

	@Override
	public boolean containsKey(Object name) {
		return indexOf(name) >= 0;
	}

	@Override
	public int size() {
		return this.entries.length / 2;
	}

	@Override
	public Set<Map.Entry<String, V>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Map.Entry<String, V>> iterator() {
				return new Entries();
			}

			@Override
			public int size() {
				return NamedValues.this.size();
			}

		};
	}

	/**
	 * From the first to the last.
	 */
	private final class Entries implements Iterator<Map.Entry<String, V>> {

		private int next;

		@Override
		public boolean hasNext() {
			return this.next < NamedValues.this.entries.length;
		}

		@Override
		public Map.Entry<String, V> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			String name = (String) NamedValues.this.entries[this.next];
			V value = valueAt(this.next);
			this.next += 2;
			return Map.entry(name, value);
		}

	}

}
