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

import java.time.Duration;

import io.lettuce.core.RedisException;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.Delay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NodeClient}, which never connects here.
 */
class NodeClientTests {

	private final LettuceConnectionFactory factory = NodeClient.factory(new LettuceConnectionFactory("127.0.0.1", 1),
			"test");

	@AfterEach
	void release() {
		this.factory.destroy();
	}

	/** The driver's own delay grows to half a minute. */
	@Test
	void triesAgainWithinHalfASecondHoweverLongRedisIsAway() {
		Delay delay = this.factory.getClientConfiguration().getClientResources().orElseThrow().reconnectDelay();
		for (int attempt = 1; attempt <= 1000; attempt++) {
			assertThat(delay.createDelay(attempt)).isBetween(Duration.ZERO, Duration.ofMillis(500));
		}
	}

	private static AsyncCommand<String, String, Long> command(CommandType type) {
		return new AsyncCommand<>(new Command<>(type, new IntegerOutput<>(StringCodec.UTF8)));
	}

	/** Otherwise whoever waits for it learns of the loss when the command times out. */
	@Test
	void aPublicationWhoseWriteFailedFailsInsteadOfBeingSentAgain() {
		for (CommandType type : new CommandType[] { CommandType.PUBLISH, CommandType.SPUBLISH }) {
			AsyncCommand<String, String, Long> publication = command(type);
			assertThat(NodeClient.isLost(publication)).isTrue();
			assertThatExceptionOfType(Exception.class).isThrownBy(publication::get)
				.withCauseInstanceOf(RedisException.class);
		}
	}

	@Test
	void othersAreSentAgain() {
		AsyncCommand<String, String, Long> subscription = command(CommandType.SUBSCRIBE);
		assertThat(NodeClient.isLost(subscription)).isFalse();
		assertThat(subscription).isNotDone();
		assertThat(NodeClient.isLost(null)).isFalse();
	}

}
