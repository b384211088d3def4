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

package io.github.socketiospring.integration;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class BlockingCallsTests {

	@Test
	void noticesABlockingCall() {
		BlockingCalls.watch();
		BlockingCalls.drain();
		// Threads that began before the watch are not all known to it.
		Scheduler threads = Schedulers.newParallel("watched", 1);
		try {
			Mono.fromCallable(() -> {
				Thread.yield();
				return 1;
			}).subscribeOn(threads).block(Duration.ofSeconds(10));
		}
		finally {
			threads.dispose();
		}
		assertThat(BlockingCalls.drain()).singleElement()
			.satisfies((call) -> assertThat(call).hasMessageContaining("yield").hasMessageContaining("watched"));
	}

}
