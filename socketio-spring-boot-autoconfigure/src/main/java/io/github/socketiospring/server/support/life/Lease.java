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

package io.github.socketiospring.server.support.life;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client that connects to a namespace has taken, to be given back in reverse order
 * whatever ends it: a refusal, an error, the client's departure before it was let in, or
 * its goodbye afterwards. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Lease {

	private static final Logger logger = LoggerFactory.getLogger(Lease.class);

	private @Nullable Taken last;

	private boolean released;

	/**
	 * Note something that was taken. When the lease has ended already, it is given back
	 * at once.
	 * @param giveBack gives it back, once
	 */
	public void note(Runnable giveBack) {
		synchronized (this) {
			if (!this.released) {
				this.last = new Taken(giveBack, this.last);
				return;
			}
		}
		giveBack.run();
	}

	/**
	 * Give everything back. Only the first call has an effect.
	 */
	public void release() {
		Taken taken;
		synchronized (this) {
			taken = this.last;
			this.last = null;
			this.released = true;
		}
		while (taken != null) {
			giveBack(taken);
			taken = taken.before();
		}
	}

	private static void giveBack(Taken taken) {
		try {
			taken.giveBack().run();
		}
		catch (Throwable ex) {
			// Also an error: the rest has to be given back all the same.
			logger.error("Something that a client took to connect could not be given back", ex);
		}
	}

	/**
	 * Something that was taken.
	 *
	 * @param giveBack gives it back
	 * @param before what was taken before
	 */
	private record Taken(Runnable giveBack, @Nullable Taken before) {

	}

}
