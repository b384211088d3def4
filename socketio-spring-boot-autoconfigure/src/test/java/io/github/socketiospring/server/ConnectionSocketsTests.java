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

package io.github.socketiospring.server;

import org.junit.jupiter.api.Test;
import org.mockito.Answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ConnectionSockets}.
 */
class ConnectionSocketsTests {

	private final ConnectionSockets sockets = new ConnectionSockets(2);

	private final DefaultSocket root = socket("/");

	private final DefaultSocket admin = socket("/admin");

	private static DefaultSocket socket(String namespace) {
		DefaultSocket socket = mock(Answers.RETURNS_DEEP_STUBS);
		given(socket.namespace().name()).willReturn(namespace);
		return socket;
	}

	@Test
	void findsSocketsByNamespaceInTheOrderInWhichTheyCame() {
		assertThat(this.sockets.add("/admin", this.admin)).isTrue();
		assertThat(this.sockets.add("/", this.root)).isTrue();
		assertThat(this.sockets.get("/")).isSameAs(this.root);
		assertThat(this.sockets.get("/other")).isNull();
		assertThat(this.sockets.all()).containsExactly(this.admin, this.root);
	}

	@Test
	void countsNamespacesThatAreLookedFor() {
		assertThat(this.sockets.want("/")).isTrue();
		assertThat(this.sockets.want("/admin")).isTrue();
		assertThat(this.sockets.want("/other")).isFalse();
		this.sockets.unwant("/");
		assertThat(this.sockets.want("/other")).isTrue();
	}

	@Test
	void knowsANamespaceUntilItsSocketIsRemoved() {
		assertThat(this.sockets.isKnown("/")).isFalse();
		this.sockets.want("/");
		assertThat(this.sockets.isKnown("/")).isTrue();
		this.sockets.add("/", this.root);
		assertThat(this.sockets.isKnown("/")).isTrue();
		assertThat(this.sockets.remove(this.root)).isTrue();
		assertThat(this.sockets.isKnown("/")).isFalse();
	}

	@Test
	void takesNoMoreThanItMay() {
		this.sockets.add("/", this.root);
		this.sockets.add("/admin", this.admin);
		assertThat(this.sockets.add("/other", socket("/other"))).isFalse();
		assertThat(this.sockets.all()).containsExactly(this.root, this.admin);
	}

	@Test
	void removesASocketOnlyOnceAndNotItsSuccessor() {
		DefaultSocket successor = socket("/");
		this.sockets.add("/", this.root);
		this.sockets.add("/admin", this.admin);
		assertThat(this.sockets.remove(successor)).isFalse();
		assertThat(this.sockets.remove(this.root)).isTrue();
		assertThat(this.sockets.remove(this.root)).isFalse();
		assertThat(this.sockets.all()).containsExactly(this.admin);
		assertThat(this.sockets.remove(this.admin)).isTrue();
		assertThat(this.sockets.all()).isEmpty();
	}

	@Test
	void takesNothingOnceItIsClosed() {
		this.sockets.add("/", this.root);
		assertThat(this.sockets.close()).containsExactly(this.root);
		assertThat(this.sockets.isClosed()).isTrue();
		assertThat(this.sockets.get("/")).isNull();
		assertThat(this.sockets.add("/admin", this.admin)).isFalse();
	}

}
