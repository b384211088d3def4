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

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.socketiospring.server.DisconnectDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Where a socket is in its life, and what ends with it. All transitions are made here, by
 * compare-and-set.
 */
final class SocketStatus {

	private static final AtomicReferenceFieldUpdater<SocketStatus, SocketState> STATE = AtomicReferenceFieldUpdater
		.newUpdater(SocketStatus.class, SocketState.class, "state");

	private volatile SocketState state = SocketState.CONNECTING;

	private volatile @Nullable DisconnectDetails details;

	/** What ends when the socket leaves, made when something does. */
	private Disposable.@Nullable Composite endings;

	boolean isConnecting() {
		return this.state == SocketState.CONNECTING;
	}

	boolean isConnected() {
		return this.state == SocketState.CONNECTED;
	}

	/**
	 * Why the socket left, or was not let in.
	 * @return the details, {@code null} as long as it is there or on its way
	 */
	@Nullable DisconnectDetails details() {
		return this.details;
	}

	/**
	 * The socket enters its namespace.
	 * @return {@code false} when it has left already
	 */
	boolean enter() {
		return STATE.compareAndSet(this, SocketState.CONNECTING, SocketState.CONNECTED);
	}

	/**
	 * The socket is not let in.
	 * @param details why
	 * @return {@code false} when it is in already, or has left
	 */
	boolean abandon(DisconnectDetails details) {
		return end(SocketState.CONNECTING, details);
	}

	/**
	 * The socket leaves its namespace.
	 * @param details why
	 * @return {@code false} when it was not in
	 */
	boolean leave(DisconnectDetails details) {
		return end(SocketState.CONNECTED, details);
	}

	private boolean end(SocketState previous, DisconnectDetails details) {
		if (!STATE.compareAndSet(this, previous, SocketState.DISCONNECTED)) {
			return false;
		}
		this.details = details;
		Disposable.Composite ending;
		synchronized (this) {
			ending = this.endings;
		}
		if (ending != null) {
			ending.dispose();
		}
		return true;
	}

	/**
	 * What ends when the socket leaves.
	 * @return a set that takes more; what is added after the end is disposed at once
	 */
	synchronized Disposable.Composite endings() {
		Disposable.Composite present = this.endings;
		if (present == null) {
			present = Disposables.composite();
			this.endings = present;
			if (this.details != null) {
				present.dispose();
			}
		}
		return present;
	}

	@Override
	public String toString() {
		return String.valueOf(this.state);
	}

}
