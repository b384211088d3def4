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

import io.github.socketiospring.server.support.outbound.Diagnostics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that a client acquired when it connected to a namespace. They are
 * released in reverse order when it ends: by a refusal, by an error, because the client
 * left before it entered, or after its disconnect. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Lease {

	private static final Logger logger = LoggerFactory.getLogger(Lease.class);

	private final Diagnostics diagnostics;

	private @Nullable Note last;

	private boolean released;

	/**
	 * Create a lease without resources.
	 * @param diagnostics logs resources that cannot be released
	 */
	public Lease(Diagnostics diagnostics) {
		this.diagnostics = diagnostics;
	}

	/**
	 * Add a resource that was acquired. If the lease has already ended, the resource is
	 * released at once.
	 * @param giveBack releases the resource, called once
	 * @return the note, to be removed if the resource need not be released any more
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
	 * Remove a note: the lease drops its reference, and does not release the resource.
	 * @param note the note to remove; ignored if it is no longer on the lease
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
	 * Release all resources. Only the first call has an effect.
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

	private void giveBack(Note note) {
		try {
			note.giveBack.run();
		}
		catch (Throwable ex) {
			// Errors too: the remaining resources have to be released.
			this.diagnostics.error(logger, "A resource of a client's CONNECT could not be released", ex);
		}
	}

	/**
	 * A resource that was acquired.
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
