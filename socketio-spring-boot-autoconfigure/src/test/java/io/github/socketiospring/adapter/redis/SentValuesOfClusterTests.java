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

package io.github.socketiospring.adapter.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for values of Java in the frames of {@link ClassicFrameWriter}.
 */
class SentValuesOfClusterTests {

	private static final Instant NOVEMBER = Instant.ofEpochMilli(1_700_000_000_123L);

	private static final String TIMESTAMP = "d7ff1d5353006553f100";

	private final JsonMapper mapper = JsonMapper.shared();

	static Stream<Arguments> values() {
		Map<String, @Nullable Object> nothing = new LinkedHashMap<>();
		nothing.put("a", null);
		return Stream.of(arguments(null, "c0", "null"), arguments(Optional.empty(), "c0", "null"),
				arguments(Optional.of("x"), "a178", "\"x\""), arguments(1.0, "01", "1"),
				arguments(1.5f, "cb3ff8000000000000", "1.5"), arguments(-0.0, "00", "0"),
				arguments(Double.NaN, "cb7ff8000000000000", "null"),
				arguments(Double.POSITIVE_INFINITY, "cb7ff0000000000000", "null"),
				arguments(1e18, "cf0de0b6b3a7640000", "1000000000000000000"),
				arguments(-1e18, "d3f21f494c589c0000", "-1000000000000000000"),
				arguments(0x1p63, "cf8000000000000000", "9.223372036854776E18"),
				arguments(-0x1p63, "d38000000000000000", "-9.223372036854776E18"),
				arguments(0x1p64, "cb43f0000000000000", "1.8446744073709552E19"),
				arguments(1e100, "cb54b249ad2594c37d", "1.0E100"),
				arguments(Long.MAX_VALUE, "cf7fffffffffffffff", "9223372036854775807"),
				arguments(BigInteger.TWO.pow(64).subtract(BigInteger.ONE), "cfffffffffffffffff",
						"18446744073709551615"),
				arguments(BigInteger.TWO.pow(64), "cb43f0000000000000", "18446744073709551616"),
				arguments(new BigDecimal("2.50"), "cb4004000000000000", "2.5"),
				arguments(new byte[] { 1, 2 }, "c4020102", "{\"type\":\"Buffer\",\"data\":[1,2]}"),
				arguments(ByteBuffer.wrap(new byte[] { (byte) 0xFF }), "c401ff",
						"{\"type\":\"Buffer\",\"data\":[255]}"),
				arguments(List.of(new byte[0]), "91c400", "[{\"type\":\"Buffer\",\"data\":[]}]"),
				arguments(NOVEMBER, TIMESTAMP, "\"2023-11-14T22:13:20.123Z\""),
				arguments(new Date(1_700_000_000_123L), TIMESTAMP, "\"2023-11-14T22:13:20.123Z\""),
				arguments(new java.sql.Timestamp(1_700_000_000_000L), "d6ff6553f100", "\"2023-11-14T22:13:20.000Z\""),
				arguments(new Dated(NOVEMBER, NOVEMBER), "82a16ea432303233a16f" + TIMESTAMP,
						"{\"n\":\"2023\",\"o\":\"2023-11-14T22:13:20.123Z\"}"),
				arguments(new int[] { 1, 2 }, "920102", "[1,2]"), arguments(nothing, "81a161c0", "{\"a\":null}"),
				arguments(Map.of("d", List.of(NOVEMBER)), "81a16491" + TIMESTAMP,
						"{\"d\":[\"2023-11-14T22:13:20.123Z\"]}"),
				arguments("\u2028\u0001\"\\", "a6e280a801225c", "\"\u2028\\u0001\\\"\\\\\""));
	}

	private byte[] broadcast(JsonMapper mapper, @Nullable Object value) {
		return new ClassicFrames(mapper, FrameLimits.DEFAULTS, false).emitter("/")
			.write(new ClusterMessage.Broadcast(event(value), BroadcastOptions.ALL, null, null));
	}

	private byte[] serverEvent(JsonMapper mapper, @Nullable Object value) {
		return new ClassicFrames(mapper, FrameLimits.DEFAULTS, false).emitter("/")
			.write(new ClusterMessage.ServerEvent(event(value), null));
	}

	private static Packet event(@Nullable Object value) {
		return Packet.event("/", "e", Arrays.asList(value).toArray(new Object[0]));
	}

	@ParameterizedTest
	@MethodSource("values")
	void isWrittenInBothFormats(@Nullable Object value, String msgPack, String json) {
		assertThat(msgPack(broadcast(this.mapper, value))).isEqualTo(msgPack);
		assertThat(json(serverEvent(this.mapper, value))).isEqualTo(json);
	}

	private static String msgPack(byte[] frame) {
		String hex = HexFormat.of().formatHex(frame);
		String head = "93a7656d697474657283a47479706502a46461746192a165";
		String tail = "a36e7370a12f83a5726f6f6d7390a5666c61677380a665786365707490";
		assertThat(hex).startsWith(head).endsWith(tail);
		return hex.substring(head.length(), hex.length() - tail.length());
	}

	private static String json(byte[] frame) {
		String text = new String(frame, StandardCharsets.UTF_8);
		String head = "{\"uid\":\"emitter\",\"type\":6,\"data\":[\"e\",";
		assertThat(text).startsWith(head).endsWith("]}");
		return text.substring(head.length(), text.length() - 2);
	}

	@Test
	void keepsTheFormatOfDatesThatTheApplicationChose() {
		JsonMapper numbers = JsonMapper.builder().enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS).build();
		assertThat(msgPack(broadcast(numbers, new Date(5)))).isEqualTo("05");
		JsonMapper years = JsonMapper.builder()
			.withConfigOverride(Instant.class,
					(override) -> override
						.setFormat(JsonFormat.Value.forPattern("yyyy").withTimeZone(TimeZone.getTimeZone("UTC"))))
			.build();
		assertThat(json(serverEvent(years, NOVEMBER))).isEqualTo("\"2023\"");
	}

	@Test
	void refusesWhatCannotBeSentBeforeAnythingIsPublished() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		for (Object value : List.of(new CompletableFuture<>(), new IllegalStateException(), endless,
				Map.of("a", Stream.empty()), new Fails())) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> broadcast(this.mapper, value));
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> serverEvent(this.mapper, value));
		}
	}

	@Test
	void changesNothingOfTheApplication() {
		Map<String, Object> map = new HashMap<>(Map.of("at", NOVEMBER));
		broadcast(this.mapper, map);
		assertThat(map).containsEntry("at", NOVEMBER);
		assertThat(this.mapper.writeValueAsString(NOVEMBER)).isEqualTo("\"2023-11-14T22:13:20.123Z\"");
	}

	record Dated(@JsonFormat(pattern = "yyyy", timezone = "UTC") Instant n, Instant o) {

	}

	static final class Fails {

		@JsonProperty
		String getValue() {
			throw new IllegalStateException("not now");
		}

	}

}
