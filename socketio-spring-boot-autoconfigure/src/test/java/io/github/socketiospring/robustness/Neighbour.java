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

package io.github.socketiospring.robustness;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testsupport.load.LoadClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Well-behaved clients beside hostile ones, one on each transport.
 */
final class Neighbour {

	private final LoadClient[] clients;

	private int round;

	Neighbour(LoadClient... clients) {
		this.clients = clients;
		for (LoadClient client : clients) {
			assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS);
		}
	}

	/**
	 * Check that they are served, regardless of the attack.
	 */
	void isServed() {
		this.round++;
		for (LoadClient client : this.clients) {
			assertThat(client.ask("echo", "\"" + this.round + "\"")).succeedsWithin(30, TimeUnit.SECONDS)
				.isEqualTo("[\"" + this.round + "\"]");
		}
	}

}
