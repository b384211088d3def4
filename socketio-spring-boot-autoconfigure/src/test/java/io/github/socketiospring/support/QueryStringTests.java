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

package io.github.socketiospring.support;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueryString}.
 */
class QueryStringTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			EIO=4&transport=polling | [EIO=4, transport=polling]
			a=1&b=2&a=3             | [a=1, b=2, a=3]
			a=b=c                   | [a=b=c]
			a                       | [a=]
			a=                      | [a=]
			=1                      | [=1]
			&a=1&&b=2&              | [a=1, b=2]
			''                      | []
			&                       | []
			a%20b=%C3%BC+x          | [a b=ü x]
			a=50%&b=%zz&c=%4        | [a=50%, b=%zz, c=%4]
			a=%26%3D                | [a=&=]
			""")
	void readsParametersInTheirOrder(String query, String expected) {
		List<String> parameters = new ArrayList<>();
		QueryString.forEach(query, (name, value) -> parameters.add(name + "=" + value));
		assertThat(parameters).hasToString(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			EIO=4&transport=polling | transport | polling
			a=1&b=2&a=3             | a         | 3
			a=b=c                   | a         | b=c
			ab=1                    | a         | none
			a=1                     | ab        | none
			b=a                     | a         | none
			a                       | a         | ''
			a=1&a                   | a         | ''
			=1                      | ''        | 1
			&&                      | ''        | none
			a%20b=%C3%BC+x          | a b       | ü x
			a%20b=1                 | a%20b     | none
			a+b=1                   | a+b       | none
			a%zz=50%                | a%zz      | 50%
			""")
	void readsTheLastValueOfOneName(String query, String name, String expected) {
		assertThat(QueryString.last(query, name)).isEqualTo(expected);
	}

}
