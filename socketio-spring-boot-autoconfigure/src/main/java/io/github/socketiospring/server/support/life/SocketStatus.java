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
 * The state of a socket, and the resources that end with it. All transitions are made
 * here, by compare-and-set.
 */
final class SocketStatus {

	private static final AtomicReferenceFieldUpdater<SocketStatus, SocketState> STATE = AtomicReferenceFieldUpdater
		.newUpdater(SocketStatus.class, SocketState.class, "state");

	private volatile SocketState state = SocketState.CONNECTING;

	private volatile @Nullable DisconnectDetails details;

	/** The resources that end when the socket leaves, created on first use. */
	private Disposable.@Nullable Composite endings;

	boolean isConnecting() {
		return this.state == SocketState.CONNECTING;
	}

	boolean isConnected() {
		return this.state == SocketState.CONNECTED;
	}

	/**
	 * Why the socket left, or did not enter.
	 * @return the details, {@code null} while it is connecting or connected
	 */
	@Nullable DisconnectDetails details() {
		return this.details;
	}

	/**
	 * Change from connecting to connected.
	 * @return {@code false} if the socket has left already
	 */
	boolean enter() {
		return STATE.compareAndSet(this, SocketState.CONNECTING, SocketState.CONNECTED);
	}

	/**
	 * Change from connecting to disconnected.
	 * @param details why the socket does not enter
	 * @return {@code false} if it has entered already, or has left
	 */
	boolean abandon(DisconnectDetails details) {
		return end(SocketState.CONNECTING, details);
	}

	/**
	 * Change from connected to disconnected.
	 * @param details why the socket leaves
	 * @return {@code false} if it was not connected
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
	 * The resources that end when the socket leaves.
	 * @return a set to which more can be added; those added after the end are disposed at
	 * once
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
