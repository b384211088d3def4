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

package io.github.socketiospring.server.support.admission;

import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.TestMemory;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Seats}.
 */
class SeatsTests {

	private final MemoryAccount memory = TestMemory.account();

	private final Seats sockets = new Seats(2, this.memory);

	private final LiveSocket root = socket("/");

	private final LiveSocket admin = socket("/admin");

	private static LiveSocket socket(String namespace) {
		LiveSocket socket = mock(Answers.RETURNS_DEEP_STUBS);
		given(socket.socket().namespace().name()).willReturn(namespace);
		return socket;
	}

	@Test
	void findsSocketsByNamespaceInTheOrderInWhichTheyCame() {
		assertThat(this.sockets.take("/admin", this.admin)).isTrue();
		assertThat(this.sockets.take("/", this.root)).isTrue();
		assertThat(this.sockets.get("/")).isSameAs(this.root);
		assertThat(this.sockets.get("/other")).isNull();
		assertThat(this.sockets.all()).containsExactly(this.admin, this.root);
	}

	@Test
	void chargesASocketUntilItHasLeft() {
		this.sockets.take("/admin", this.admin);
		assertThat(this.memory.held(MemoryKind.SESSIONS)).isGreaterThan(MemoryCost.SOCKET);
		this.sockets.free(this.admin);
		assertThat(this.memory.held()).isPositive();
		this.sockets.left(this.admin);
		assertThat(this.memory.held()).isZero();
		this.sockets.close();
		this.sockets.take("/", this.root);
		assertThat(this.memory.held()).isZero();
	}

	@Test
	void countsNamespacesThatAreLookedFor() {
		assertThat(this.sockets.reserve("/")).isTrue();
		assertThat(this.sockets.reserve("/admin")).isTrue();
		assertThat(this.sockets.reserve("/other")).isFalse();
		this.sockets.cancel("/");
		assertThat(this.sockets.reserve("/other")).isTrue();
	}

	@Test
	void knowsANamespaceUntilItsSocketIsRemoved() {
		assertThat(this.sockets.isKnown("/")).isFalse();
		this.sockets.reserve("/");
		assertThat(this.sockets.isKnown("/")).isTrue();
		this.sockets.take("/", this.root);
		assertThat(this.sockets.isKnown("/")).isTrue();
		assertThat(this.sockets.free(this.root)).isTrue();
		assertThat(this.sockets.isKnown("/")).isFalse();
	}

	@Test
	void countsSocketsUntilTheyHaveLeft() {
		this.sockets.reserve("/");
		this.sockets.take("/", this.root);
		this.sockets.reserve("/admin");
		this.sockets.take("/admin", this.admin);
		this.sockets.free(this.root);
		assertThat(this.sockets.isKnown("/")).isFalse();
		assertThat(this.sockets.reserve("/")).isFalse();
		this.sockets.left(this.root);
		assertThat(this.sockets.reserve("/")).isTrue();
		this.sockets.left(this.admin);
		assertThat(this.sockets.all()).isEmpty();
		assertThat(this.sockets.reserve("/admin")).isTrue();
	}

	@Test
	void keepsAPlaceForTheSocketThatTakesOver() {
		this.sockets.take("/", this.root);
		this.sockets.take("/admin", this.admin);
		LiveSocket successor = socket("/");
		assertThat(this.sockets.reserveInstead(successor)).isFalse();
		assertThat(this.sockets.reserveInstead(this.root)).isTrue();
		assertThat(this.sockets.isKnown("/")).isTrue();
		assertThat(this.sockets.get("/")).isNull();
		assertThat(this.sockets.take("/", successor)).isTrue();
		this.sockets.left(this.root);
		assertThat(this.sockets.get("/")).isSameAs(successor);
		assertThat(this.sockets.reserve("/other")).isFalse();
	}

	@Test
	void removesASocketOnlyOnceAndNotItsSuccessor() {
		LiveSocket successor = socket("/");
		this.sockets.take("/", this.root);
		this.sockets.take("/admin", this.admin);
		assertThat(this.sockets.free(successor)).isFalse();
		assertThat(this.sockets.free(this.root)).isTrue();
		assertThat(this.sockets.free(this.root)).isFalse();
		assertThat(this.sockets.all()).containsExactly(this.admin);
		assertThat(this.sockets.free(this.admin)).isTrue();
		assertThat(this.sockets.all()).isEmpty();
	}

	@Test
	void takesNothingOnceItIsClosed() {
		this.sockets.take("/", this.root);
		assertThat(this.sockets.close()).containsExactly(this.root);
		assertThat(this.sockets.isClosed()).isTrue();
		assertThat(this.sockets.get("/")).isNull();
		assertThat(this.sockets.take("/admin", this.admin)).isFalse();
	}

}
