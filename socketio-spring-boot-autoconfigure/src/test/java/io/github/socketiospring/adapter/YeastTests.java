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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class YeastTests {

	private final AtomicLong time = new AtomicLong(1_795_377_551_201L);

	private final Yeast yeast = new Yeast(this.time::get);

	static Stream<Vectors.Vector> encodings() {
		return Vectors.of("misc", "yeast-encode").stream();
	}

	@ParameterizedTest
	@MethodSource("encodings")
	void encodesAsTheReferenceDoes(Vectors.Vector vector) {
		assertThat(Yeast.encode(vector.in().get("ms").asLong())).isEqualTo(vector.out().get("text").asString());
	}

	@Test
	void countsWithinOneMillisecond() {
		String first = this.yeast.next();
		assertThat(this.yeast.next()).isEqualTo(first + ".0");
		assertThat(this.yeast.next()).isEqualTo(first + ".1");
		this.time.incrementAndGet();
		assertThat(this.yeast.next()).doesNotContain(".").isNotEqualTo(first);
	}

	@Test
	void countsInBase64Too() {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 67; i++) {
			ids.add(this.yeast.next());
		}
		assertThat(ids).doesNotHaveDuplicates();
		assertThat(ids.get(64)).endsWith("._");
		assertThat(ids.get(65)).endsWith(".10");
	}

	@Test
	void staysUniqueWhenTheClockGoesBack() {
		List<String> ids = new ArrayList<>(List.of(this.yeast.next(), this.yeast.next()));
		this.time.addAndGet(-5000);
		ids.add(this.yeast.next());
		this.time.addAndGet(2000);
		ids.add(this.yeast.next());
		assertThat(ids).doesNotHaveDuplicates();
		assertThat(ids.get(3)).isEqualTo(ids.get(0) + ".2");
	}

}
