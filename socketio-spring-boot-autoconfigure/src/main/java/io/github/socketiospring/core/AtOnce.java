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

package io.github.socketiospring.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Sends at once.
 */
final class AtOnce implements AfterCommit {

	private static final Logger logger = LoggerFactory.getLogger(AfterCommit.class);

	@Override
	public void run(Runnable sending) {
		try {
			sending.run();
		}
		catch (Throwable ex) {
			// Errors too, as after a commit.
			logger.error("Messages could not be sent after a commit", ex);
		}
	}

	@Override
	public Mono<Void> mono(Runnable sending) {
		return Mono.fromRunnable(() -> run(sending));
	}

}
