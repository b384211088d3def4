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

package io.github.socketiospring.engineio;

import java.net.InetSocketAddress;

import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryHolder;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the server uses for one session. It has an account, and ends the
 * session if it has to release memory.
 */
final class SessionMemory implements MemoryHolder {

	private final SessionContext context;

	private final EngineHandshake handshake;

	private final SessionLife session;

	/** The bytes that are charged for the session until it ends. */
	private final int cost;

	/** Set by {@link #charge}. */
	private volatile @Nullable PacketSender sender;

	private final MemoryAccount account;

	SessionMemory(SessionContext context, EngineHandshake handshake, SessionLife session) {
		this.context = context;
		this.handshake = handshake;
		this.session = session;
		this.cost = MemoryCost.SESSION + handshake.cost();
		// Last, since the budget may request memory from this holder at once.
		this.account = context.memory().open(this);
	}

	MemoryAccount account() {
		return this.account;
	}

	/**
	 * Charge the session, which has a transport now.
	 * @param sender sends its packets
	 */
	void charge(PacketSender sender) {
		this.sender = sender;
		this.account.charge(MemoryKind.SESSIONS, this.cost);
	}

	/**
	 * The session has ended.
	 */
	void release() {
		this.account.release(MemoryKind.SESSIONS, this.cost);
		this.account.close();
	}

	@Override
	public String name() {
		return this.session.toString();
	}

	@Override
	public @Nullable String address() {
		InetSocketAddress address = this.handshake.remoteAddress();
		return (address != null) ? address.toString() : null;
	}

	@Override
	public boolean isTaking() {
		PacketSender sender = this.sender;
		return sender == null || sender.isTaking();
	}

	@Override
	public void giveBack(Excess excess, long held) {
		EngineOptions options = this.context.options();
		EngineCounter counter = (excess == Excess.OF_ACCOUNT) ? EngineCounter.SESSION_MEMORY
				: EngineCounter.SERVER_MEMORY;
		String description = switch (excess) {
			case OF_ACCOUNT -> "its client makes the server hold " + held + " bytes, more than "
					+ options.maxSessionMemory() + " ('socketio.limits.connection-memory')";
			case OF_SERVER -> "clients make the server hold more than " + options.maxMemory()
					+ " bytes ('socketio.limits.memory'), and its own " + held + " bytes, more than its share";
		};
		this.session.endSoon(counter, description, Transport.Farewell.DROP);
	}

}
