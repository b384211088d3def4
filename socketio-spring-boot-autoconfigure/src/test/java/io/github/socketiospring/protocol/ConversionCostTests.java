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

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a client sends, its conversion to a value allocates memory in proportion to
 * its size.
 */
class ConversionCostTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** The most bytes for a character, including those of an error with its message. */
	private static final int FACTOR = 64;

	/** What a number, or the stack trace of an error, allocates. */
	private static final int FIXED = 256 * 1024;

	private static final int LENGTH = 64 * 1024;

	private static final List<String> NUMBERS = List.of("1e99999", "-1e99999", "1e-99999", "1e999999999",
			"1e-999999999", "0e999999999", "9".repeat(1000), "0." + "9".repeat(990), "9".repeat(400) + "e400");

	private static final List<String> PARTS = List.of("1", "-", " ", "a", ".", ":", "1:", "1-", "-1", "P1D", "P1Y1M",
			"PT1S", "T", "Z", "[", "UTC+", "+01", "/a", "a/", "a_", "_a", "a-", "-x-a", "%", "%41", "e1", "1e1");

	private final JsonMapper mapper = ReceivedValues.mapper(JsonMapper.shared());

	@ParameterizedTest
	@ValueSource(classes = { boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class,
			double.class, Number.class, BigInteger.class, BigDecimal.class, OptionalInt.class, OptionalLong.class,
			AtomicBoolean.class, AtomicInteger.class, AtomicLong.class, String.class, StringBuilder.class, UUID.class,
			URI.class, Locale.class, Currency.class, TimeZone.class, ByteBuffer.class, byte[].class, BitSet.class,
			DayOfWeek.class, Date.class, Calendar.class, Instant.class, Duration.class, Period.class, LocalDate.class,
			LocalTime.class, LocalDateTime.class, OffsetTime.class, OffsetDateTime.class, ZonedDateTime.class,
			ZoneId.class, ZoneOffset.class, Year.class, YearMonth.class, MonthDay.class, DataSize.class })
	void isProportionalToTheSize(Class<?> type) {
		JavaType value = this.mapper.constructType(type);
		JavaType key = this.mapper.getTypeFactory().constructMapType(Map.class, type, Integer.class);
		for (String number : NUMBERS) {
			assertCost(number, value);
			assertCost("[" + number + "]", value);
			assertCost("\"" + number + "\"", value);
			assertCost("{\"" + number + "\":1}", key);
		}
		for (String part : PARTS) {
			String text = part.repeat(LENGTH / part.length());
			assertCost("\"" + text + "\"", value);
			// Longer names are refused by Jackson.
			assertCost("{\"" + text.substring(0, LENGTH / 2) + "\":1}", key);
		}
	}

	private void assertCost(String json, JavaType type) {
		// The first time, classes are loaded, and the deserializer is created.
		convert(json, type);
		long before = THREADS.getCurrentThreadAllocatedBytes();
		convert(json, type);
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		assertThat(allocated).as(json.length() + " characters " + json.substring(0, Math.min(20, json.length())))
			.isLessThan(FIXED + (long) FACTOR * json.length());
	}

	private void convert(String json, JavaType type) {
		try {
			this.mapper.readValue(json, type);
		}
		catch (JacksonException ex) {
			// A refusal with its message counts, too.
			ex.getMessage();
		}
	}

}
