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

package io.github.socketiospring.testsupport;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class during which a Netty buffer was collected without having been
 * released. Every buffer is tracked during the tests.
 */
public final class NoBufferLeaks implements BeforeAllCallback, AfterAllCallback {

	private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

	private final Leaks leaks = new Leaks();

	private ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

	@Override
	public void beforeAll(ExtensionContext context) {
		this.level = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		this.leaks.start();
		// What was found is in the failure.
		this.logger.setAdditive(false);
		this.logger.addAppender(this.leaks);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		for (int i = 0; i < 3; i++) {
			collectGarbage();
			// Leaks are reported when the next buffer is made.
			for (ByteBufAllocator allocator : List.of(ByteBufAllocator.DEFAULT, PooledByteBufAllocator.DEFAULT)) {
				allocator.buffer().release();
			}
		}
		this.logger.detachAppender(this.leaks);
		this.logger.setAdditive(true);
		ResourceLeakDetector.setLevel(this.level);
		assertThat(this.leaks.messages).isEmpty();
	}

	/** Until what is unreachable now is in the queues of its references. */
	private static void collectGarbage() {
		ReferenceQueue<Object> queue = new ReferenceQueue<>();
		Reference<Object> canary = new WeakReference<>(new Object(), queue);
		try {
			for (int i = 0; i < 100; i++) {
				System.gc();
				if (queue.remove(100) != null) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			Reference.reachabilityFence(canary);
		}
	}

	/**
	 * What the detector found.
	 */
	private static final class Leaks extends AppenderBase<ILoggingEvent> {

		private final List<String> messages = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.messages.add(event.getFormattedMessage());
		}

	}

}
