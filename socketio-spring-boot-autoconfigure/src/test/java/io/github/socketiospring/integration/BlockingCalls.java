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

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.assertj.core.api.Assertions;
import reactor.blockhound.BlockHound;

/**
 * Watches the threads that must not block, from its first use until the JVM ends.
 */
public final class BlockingCalls {

	private static final Queue<IllegalStateException> seen = new ConcurrentLinkedQueue<>();

	static {
		// The caller is far down in the stack.
		Assertions.setMaxStackTraceElementsDisplayed(100);
		BlockHound.builder()
			.loadIntegrations()
			.blockingMethodCallback((method) -> add(new IllegalStateException(
					method + " was called on " + Thread.currentThread().getName() + ", which must not block")))
			// The first use of a class, of a service, or of the system's source of
			// randomness, reads a file once.
			.allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
			.allowBlockingCallsInside("java.util.ServiceLoader$LazyClassPathLookupIterator", "parse")
			.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
			// Two connections that use a type for the first time.
			.allowBlockingCallsInside("tools.jackson.databind.deser.DeserializerCache",
					"_createAndCacheValueDeserializer")
			// Netty's buffers, when their pool grows.
			.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines")
			// Timers share a queue, whose lock is held for a moment only.
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "offer")
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
			// So is the lock of the queue in front of the threads of handlers.
			.allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer")
			// That of a connection to Redis, too.
			.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
			// And the one with which the driver describes an interface for the first
			// time.
			.allowBlockingCallsInside("io.lettuce.core.internal.AbstractInvocationHandler$MethodTranslator", "of")
			// That of a connection which Tomcat closes.
			.allowBlockingCallsInside("org.apache.tomcat.util.net.NioChannel", "close")
			// That of a request in Jetty, which Spring completes.
			.allowBlockingCallsInside("org.eclipse.jetty.util.thread.AutoLock", "lock")
			// And that of the pool, when another thread is needed.
			.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker")
			.install();
	}

	private BlockingCalls() {
	}

	/**
	 * A thread of a pool may block while it waits for work. This is not detected for
	 * threads that were started before this class was used.
	 */
	private static void add(IllegalStateException call) {
		for (StackTraceElement frame : call.getStackTrace()) {
			if (frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor")
					&& frame.getMethodName().equals("getTask")) {
				return;
			}
		}
		seen.add(call);
	}

	/**
	 * Watch from now on, until the JVM ends.
	 */
	public static void watch() {
		// The initialization of this class does it.
	}

	/**
	 * The blocking calls since the last time.
	 * @return one exception for each blocking call, with its stack
	 */
	static List<IllegalStateException> drain() {
		List<IllegalStateException> calls = new ArrayList<>();
		IllegalStateException call = seen.poll();
		while (call != null) {
			calls.add(call);
			call = seen.poll();
		}
		return calls;
	}

}
