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

package io.github.socketiospring.server.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class DynamicNamespacesTests {

	private final List<DefaultNamespace> gone = new ArrayList<>();

	private final AtomicInteger looks = new AtomicInteger();

	private DynamicNamespaces namespaces(int limit) {
		return new DynamicNamespaces(limit, this.gone::add);
	}

	private DefaultNamespace namespace(boolean idle, boolean removable) {
		DefaultNamespace namespace = mock();
		given(namespace.isIdle()).willReturn(idle);
		given(namespace.closeIfEmpty()).willAnswer((invocation) -> {
			this.looks.incrementAndGet();
			return removable;
		});
		return namespace;
	}

	@Test
	void looksAtFewHoweverManyThereAre() {
		DynamicNamespaces namespaces = namespaces(100);
		for (int i = 0; i < 100; i++) {
			DefaultNamespace namespace = namespace(true, false);
			namespaces.add(namespace);
			namespaces.left(namespace);
		}
		assertThat(namespaces.makeRoom()).isFalse();
		assertThat(this.looks).hasValue(8);
	}

	@Test
	void looksAtOthersTheNextTime() {
		DynamicNamespaces namespaces = namespaces(10);
		List<DefaultNamespace> all = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			DefaultNamespace namespace = namespace(true, i == 9);
			namespaces.add(namespace);
			namespaces.left(namespace);
			all.add(namespace);
		}
		assertThat(namespaces.makeRoom()).isFalse();
		assertThat(namespaces.makeRoom()).isTrue();
		assertThat(this.gone).containsExactly(all.get(9));
	}

	@Test
	void letsTheOneThatIsVacantForLongestGiveWay() {
		DynamicNamespaces namespaces = namespaces(3);
		DefaultNamespace first = namespace(true, true);
		DefaultNamespace second = namespace(true, true);
		DefaultNamespace busy = namespace(false, false);
		List.of(first, second, busy).forEach(namespaces::add);
		List.of(busy, second, first).forEach(namespaces::left);
		assertThat(namespaces.makeRoom()).isTrue();
		assertThat(this.gone).containsExactly(second);
		assertThat(this.looks).hasValue(1);
	}

	@Test
	void looksAtNoneThatWasEnteredAgain() {
		DynamicNamespaces namespaces = namespaces(1);
		DefaultNamespace namespace = namespace(true, true);
		namespaces.add(namespace);
		namespaces.left(namespace);
		namespaces.entered(namespace);
		assertThat(namespaces.makeRoom()).isFalse();
		assertThat(this.looks).hasValue(0);
	}

	@Test
	void leavesRoomForManyWhateverAFewDo() {
		DynamicNamespaces namespaces = namespaces(1_000);
		int connections = 101;
		for (int connection = 0; connection < connections; connection++) {
			for (int created = 0; created < 100 && namespaces.makeRoom() && created < namespaces.share(); created++) {
				namespaces.add(namespace(false, false));
			}
		}
		assertThat(namespaces.makeRoom()).isTrue();
		assertThat(namespaces.share()).isPositive();
	}

	@Test
	void removesWhatIsVacantForLongestWhenTooManyAre() {
		DynamicNamespaces namespaces = namespaces(1_000);
		List<DefaultNamespace> all = new ArrayList<>();
		for (int i = 0; i < DynamicNamespaces.KEPT + 10; i++) {
			// A lost socket may come back to the second.
			DefaultNamespace namespace = namespace(true, i != 1);
			namespaces.add(namespace);
			namespaces.add(namespace(false, false));
			namespaces.left(namespace);
			all.add(namespace);
		}
		assertThat(namespaces.trim()).isTrue();
		assertThat(this.gone).hasSize(10).startsWith(all.get(0), all.get(2)).endsWith(all.get(10));
		assertThat(namespaces.trim()).isTrue();
		assertThat(this.looks).hasValue(11);
	}

	@Test
	void removesAFewAtATime() {
		DynamicNamespaces namespaces = namespaces(1_000);
		for (int i = 0; i < DynamicNamespaces.KEPT + 2 * DynamicNamespaces.TRIMMED; i++) {
			DefaultNamespace namespace = namespace(true, true);
			namespaces.add(namespace);
			namespaces.left(namespace);
		}
		assertThat(namespaces.trim()).isFalse();
		assertThat(this.gone).hasSize(DynamicNamespaces.TRIMMED);
		assertThat(namespaces.trim()).isTrue();
		assertThat(this.gone).hasSize(2 * DynamicNamespaces.TRIMMED);
	}

	@Test
	void sharesOutWhatIsInUseOnly() {
		DynamicNamespaces namespaces = namespaces(10);
		for (int i = 0; i < 9; i++) {
			DefaultNamespace namespace = namespace(true, true);
			namespaces.add(namespace);
			namespaces.left(namespace);
		}
		assertThat(namespaces.share()).isEqualTo(Integer.MAX_VALUE);
	}

}
