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

package io.github.socketiospring.protocol;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReceivedValues}. Jackson itself would accept large numbers, or quote
 * the whole text in an exception. Neither happens, which shows that Jackson was not
 * called.
 */
class ReceivedValuesTests {

	private static final String DIGITS = "9".repeat(16 * 1024);

	private final JsonMapper mapper = ReceivedValues.mapper(JsonMapper.shared());

	@ParameterizedTest
	@ValueSource(strings = { "1e401", "-1e401", "1e99999", "1e-99999", "1e999999999", "0e-999999999" })
	void refusesExponents(String number) {
		for (Class<?> type : List.of(BigInteger.class, BigDecimal.class, Large.class, LargeList.class)) {
			String json = wrapped(number, type);
			assertThatExceptionOfType(InvalidFormatException.class).as(type.getName())
				.isThrownBy(() -> this.mapper.readValue(json, type));
		}
		JsonMapper exact = this.mapper.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
		assertThatExceptionOfType(InvalidFormatException.class)
			.isThrownBy(() -> exact.treeToValue(exact.readTree(number), BigInteger.class));
	}

	private static String wrapped(String number, Class<?> type) {
		if (type == Large.class) {
			return "{\"value\":" + number + "}";
		}
		return (type == LargeList.class) ? "[1," + number + "]" : number;
	}

	@Test
	void refusesExponentsInText() {
		for (String number : List.of("1e401", "1e999999999", "1e-999999999")) {
			assertThatExceptionOfType(InvalidFormatException.class)
				.isThrownBy(() -> this.mapper.readValue("\"" + number + "\"", BigDecimal.class));
			assertThatExceptionOfType(InvalidFormatException.class)
				.isThrownBy(() -> this.mapper.readValue("{\"" + number + "\":1}", map(BigDecimal.class)));
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { BigInteger.class, BigDecimal.class, Number.class, Double.class, double.class, Float.class,
			float.class, OptionalDouble.class, double[].class, float[].class })
	void refusesLongTextUnread(Class<?> type) {
		for (String text : List.of(DIGITS, "-" + DIGITS + "-", "9".repeat(900) + "x", "9".repeat(900) + ".")) {
			String json = type.isArray() ? "[\"" + text + "\"]" : "\"" + text + "\"";
			assertThatExceptionOfType(InvalidFormatException.class).as(text.length() + " characters")
				.isThrownBy(() -> this.mapper.readValue(json, type))
				.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo(""));
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { BigInteger.class, BigDecimal.class, Double.class, Float.class })
	void refusesLongKeysUnread(Class<?> type) {
		assertThatExceptionOfType(DatabindException.class)
			.isThrownBy(() -> this.mapper.readValue("{\"" + DIGITS + "\":1}", map(type)))
			.satisfies((ex) -> assertThat(ex.getOriginalMessage()).doesNotContain("999"));
	}

	private JavaType map(Class<?> key) {
		return this.mapper.getTypeFactory().constructMapType(Map.class, key, Integer.class);
	}

	@Test
	void readsEveryNumberOfJavaScript() {
		assertThat(read("1.7976931348623157e+308", BigInteger.class))
			.isEqualTo(BigDecimal.valueOf(Double.MAX_VALUE).toBigInteger());
		assertThat(read("2.2250738585072014e-308", BigDecimal.class))
			.isEqualTo(new BigDecimal("2.2250738585072014e-308"));
		assertThat(read("1e400", BigInteger.class)).isEqualTo(BigInteger.TEN.pow(400));
		assertThat(read("9".repeat(1000), BigInteger.class)).isEqualTo(new BigInteger("9".repeat(1000)));
		assertThat(read("0." + "9".repeat(900), BigDecimal.class)).isEqualTo(new BigDecimal("0." + "9".repeat(900)));
		assertThat(read("[\"1.5\",2,\" 3 \"]", double[].class)).isEqualTo(new double[] { 1.5, 2, 3 });
		assertThat(read("\"NaN\"", Double.class)).isEqualTo(Double.NaN);
		assertThat(read("\"\"", BigDecimal.class)).isNull();
		assertThat(read("\"" + "1".repeat(500) + ".5\"", BigDecimal.class))
			.isEqualTo(new BigDecimal("1".repeat(500) + ".5"));
		assertThat((Object) this.mapper.readValue("{\"1.5\":1}", map(BigDecimal.class)))
			.isEqualTo(Map.of(new BigDecimal("1.5"), 1));
		assertThat(this.mapper.readValue("[1,2.5]", new TypeReference<List<BigDecimal>>() {
		})).containsExactly(BigDecimal.ONE, new BigDecimal("2.5"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Class.class, JavaType.class, Charset.class, Pattern.class, File.class, Path.class,
			URL.class, InetAddress.class, Inet4Address.class, InetSocketAddress.class, Document.class })
	void refusesWhatNobodyMayChoose(Class<?> type) {
		JavaType map = this.mapper.getTypeFactory().constructMapType(Map.class, String.class, type);
		for (JavaType refused : List.of(this.mapper.constructType(type), this.mapper.constructType(type.arrayType()),
				map, map(type))) {
			assertThatIllegalArgumentException().isThrownBy(() -> ReceivedValues.check(refused))
				.withMessage("Cannot read a %s, which clients must not choose: use a String, and check it",
						type.getName());
			assertThatExceptionOfType(DatabindException.class).as(refused.toString())
				.isThrownBy(() -> this.mapper.readValue(refused.isArrayType() ? "[\"x\"]" : "{\"x\":1}", refused))
				.withMessageContaining("clients must not choose");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Attached.class, Attached[].class, Inherited.class, Generic.class })
	void refusesWhatLeadsToIt(Class<?> type) {
		assertThatExceptionOfType(DatabindException.class)
			.isThrownBy(() -> this.mapper.readValue(type.isArray() ? "[{}]" : "{}", type))
			.withMessageContaining("java.io.File, which clients must not choose");
	}

	@Test
	void leavesTheMapperOfTheApplicationAsItIs() {
		assertThat(JsonMapper.shared().readValue("\"x\"", File.class)).isEqualTo(new File("x"));
		assertThat(JsonMapper.shared().readValue("1e500", BigDecimal.class)).isEqualTo(new BigDecimal("1e500"));
	}

	private @Nullable Object read(String json, Class<?> type) {
		return this.mapper.readValue(json, type);
	}

	private record Large(BigInteger value) {

	}

	private record Attached(String name, File file) {

	}

	private static final class Inherited extends Base {

	}

	private static class Base {

		public Map<String, List<File>> files = Map.of();

	}

	private record Generic(Optional<List<File>> files) {

	}

	private static final class LargeList extends ArrayList<BigInteger> {

	}

}
