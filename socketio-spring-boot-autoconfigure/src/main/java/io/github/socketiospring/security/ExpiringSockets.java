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

package io.github.socketiospring.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Disconnects sockets when the credentials of their clients end, and refuses clients
 * whose credentials have ended already. Both use the same clock, so that a client that
 * was disconnected cannot come back with the same credentials. If credentials were
 * replaced by others, call {@link #renew}; otherwise the end of the previous ones still
 * applies.
 * <p>
 * There is one task of the timer for each socket whose credentials end, and none for
 * others. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ExpiringSockets implements ConnectMiddleware.Guard, SocketIOListener {

	/** The clock may be set while a task waits. */
	private static final long LONGEST_WAIT = TimeUnit.HOURS.toMillis(1);

	private static final String EXPIRED = "credentials expired";

	private final CredentialsExpiry expiry;

	private final Duration skew;

	private final String event;

	private final Scheduler timer;

	private final Map<SocketIOSocket, Disposable.Swap> waiting = new ConcurrentHashMap<>();

	/**
	 * Create a guard that is also a listener.
	 * @param expiry determines when credentials end
	 * @param skew how long after their end credentials are still accepted
	 * @param event the event that notifies the client before it is disconnected; empty
	 * for none
	 * @param timer provides the time, and schedules the tasks
	 */
	public ExpiringSockets(CredentialsExpiry expiry, Duration skew, String event, Scheduler timer) {
		Assert.isTrue(!skew.isNegative(), "'skew' must not be negative");
		this.expiry = expiry;
		this.skew = skew;
		this.event = event;
		this.timer = timer;
	}

	@Override
	public boolean isLast() {
		return true;
	}

	@Override
	public Mono<Void> handle(SocketIOSocket socket, Next next) {
		if (socket.principal() instanceof Authentication authentication) {
			check(authentication);
		}
		return next.proceed();
	}

	/**
	 * Check that credentials have not ended.
	 * @param authentication the client with its credentials
	 * @throws CredentialsExpiredException if they have
	 */
	void check(Authentication authentication) {
		Instant end = this.expiry.endOf(authentication);
		if (end != null && left(end) <= 0) {
			throw new CredentialsExpiredException("The credentials of the client have expired");
		}
	}

	/**
	 * Wait for the end of the credentials that a connected socket has now, instead of
	 * that of the previous ones.
	 * @param socket the socket whose principal was replaced
	 */
	public void renew(SocketIOSocket socket) {
		forget(socket);
		onConnect(socket);
	}

	@Override
	public void onConnect(SocketIOSocket socket) {
		Instant end = endOf(socket);
		if (end == null) {
			return;
		}
		Disposable.Swap task = Disposables.swap();
		Disposable before = this.waiting.put(socket, task);
		if (before != null) {
			before.dispose();
		}
		await(socket, end, task);
		if (socket.disconnectDetails() != null) {
			forget(socket);
		}
	}

	@Override
	public void onDisconnect(SocketIOSocket socket, DisconnectDetails details) {
		forget(socket);
	}

	private void forget(SocketIOSocket socket) {
		Disposable task = this.waiting.remove(socket);
		if (task != null) {
			task.dispose();
		}
	}

	private void await(SocketIOSocket socket, Instant end, Disposable.Swap task) {
		long wait = Math.max(0, Math.min(left(end), LONGEST_WAIT));
		task.replace(this.timer.schedule(() -> examine(socket, task), wait, TimeUnit.MILLISECONDS));
	}

	private void examine(SocketIOSocket socket, Disposable.Swap task) {
		if (task.isDisposed()) {
			return;
		}
		Instant end = endOf(socket);
		if (end == null) {
			// Not forget(..), since another task may have been scheduled in the meantime.
			this.waiting.remove(socket, task);
		}
		else if (left(end) > 0) {
			await(socket, end, task);
		}
		else {
			forget(socket);
			if (!this.event.isEmpty()) {
				socket.emit(this.event);
			}
			socket.revoke(EXPIRED);
		}
	}

	private @Nullable Instant endOf(SocketIOSocket socket) {
		return (socket.principal() instanceof Authentication authentication) ? this.expiry.endOf(authentication) : null;
	}

	private long left(Instant end) {
		long now = this.timer.now(TimeUnit.MILLISECONDS);
		return end.plus(this.skew).toEpochMilli() - now;
	}

}
