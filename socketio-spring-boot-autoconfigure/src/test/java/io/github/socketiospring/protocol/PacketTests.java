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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How variable arguments are distinguished from a list of arguments.
 */
class PacketTests {

	private static final Object @Nullable [] NULL = null;

	private static final String[] NAMES = { "a", "b" };

	@Test
	void nullIsOneArgument() {
		assertThat(data(Packet.event("/", "e", NULL))).containsExactly("e", null);
		assertThat(data(Packet.event("/", 7, "e", NULL))).containsExactly("e", null);
		assertThat(data(Packet.ack("/", 7, NULL))).containsExactly((Object) null);
	}

	@Test
	void arrayOfAnotherTypeIsOneArgument() {
		assertThat(data(Packet.event("/", "e", (Object[]) NAMES))).containsExactly("e", NAMES);
		assertThat(data(Packet.event("/", 7, "e", (Object[]) NAMES))).containsExactly("e", NAMES);
		assertThat(data(Packet.ack("/", 7, (Object[]) NAMES))).containsExactly((Object) NAMES);
		assertThat(data(Packet.ack("/", 7, (Object[]) new Integer[0]))).containsExactly((Object) new Integer[0]);
	}

	@Test
	void arrayOfObjectsIsTheArguments() {
		assertThat(data(Packet.event("/", "e", new Object[] { 1, null }))).containsExactly("e", 1, null);
		assertThat(data(Packet.event("/", "e"))).containsExactly("e");
		assertThat(data(Packet.ack("/", 7, new Object[] { 1, null }))).containsExactly(1, null);
		assertThat(data(Packet.ack("/", 7))).isEmpty();
	}

	private static Object[] data(Packet packet) {
		assertThat(packet.data()).isInstanceOf(Object[].class);
		return (Object[]) packet.data();
	}

}
