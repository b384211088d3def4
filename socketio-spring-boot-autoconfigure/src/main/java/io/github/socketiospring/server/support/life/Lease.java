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

	private @Nullable Note last;

	private boolean released;

	/**
	 * Note something that was taken. When the lease has ended already, it is given back
	 * at once.
	 * @param giveBack gives it back, once
	 * @return the note, to be struck out when there is nothing to give back any more
	 */
	public Note note(Runnable giveBack) {
		Note note;
		synchronized (this) {
			note = new Note(giveBack, this.last);
			if (!this.released) {
				this.last = note;
				return note;
			}
		}
		giveBack.run();
		return note;
	}

	/**
	 * Strike out a note: the lease keeps nothing alive for it, and does not give it back.
	 * @param note the note; one that is not on the lease any more is ignored
	 */
	public synchronized void strike(Note note) {
		if (this.last == note) {
			this.last = note.before;
			return;
		}
		for (Note later = this.last; later != null; later = later.before) {
			if (later.before == note) {
				later.before = note.before;
				return;
			}
		}
	}

	/**
	 * Give everything back. Only the first call has an effect.
	 */
	public void release() {
		Note note;
		synchronized (this) {
			note = this.last;
			this.last = null;
			this.released = true;
		}
		while (note != null) {
			giveBack(note);
			note = note.before;
		}
	}

	private static void giveBack(Note note) {
		try {
			note.giveBack.run();
		}
		catch (Throwable ex) {
			// Also an error: the rest has to be given back all the same.
			logger.error("Something that a client took to connect could not be given back", ex);
		}
	}

	/**
	 * Something that was taken.
	 *
	 * @since 0.1.0
	 */
	public static final class Note {

		private final Runnable giveBack;

		private @Nullable Note before;

		private Note(Runnable giveBack, @Nullable Note before) {
			this.giveBack = giveBack;
			this.before = before;
		}

	}

}
