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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OccupancyTests {

	private final Occupancy occupancy = new Occupancy();

	@Test
	void isNotClosedBeforeTheLastHasLeft() {
		assertThat(this.occupancy.retain()).isTrue();
		assertThat(this.occupancy.closeIfIdle()).isFalse();
		assertThat(this.occupancy.release()).isTrue();
		assertThat(this.occupancy.closeIfIdle()).isTrue();
		assertThat(this.occupancy.retain()).isFalse();
	}

	@Test
	void isNotClosedOnceItIsKept() {
		assertThat(this.occupancy.keep()).isTrue();
		assertThat(this.occupancy.closeIfIdle()).isFalse();
		assertThat(this.occupancy.retain()).isTrue();
	}

	@Test
	void isNotKeptOnceItIsClosed() {
		assertThat(this.occupancy.closeIfIdle()).isTrue();
		assertThat(this.occupancy.keep()).isFalse();
		assertThat(this.occupancy.isOver()).isTrue();
	}

	@Test
	void isClosedWithWhatIsKept() {
		assertThat(this.occupancy.keep()).isTrue();
		assertThat(this.occupancy.close()).isTrue();
		assertThat(this.occupancy.keep()).isFalse();
	}

}
