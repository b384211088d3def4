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

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The sessions of a server by their ids, and the ids of those that are being opened or
 * ended last. A session is removed when it reports its end.
 */
final class SessionRegistry implements EngineListener {

	private final Map<String, DefaultEngineSession> sessions = new ConcurrentHashMap<>();

	private final Set<String> claimed = ConcurrentHashMap.newKeySet();

	private final EndedSessions ended = new EndedSessions();

	/**
	 * Claim an id for a session that is being opened. {@link #release} has to follow,
	 * after {@link #register} if the session is opened.
	 * @param id a new session id
	 * @return {@code false} if it is in use
	 */
	boolean claim(String id) {
		if (!this.claimed.add(id)) {
			return false;
		}
		// Only now: a session is registered before its claim is released.
		if (this.sessions.containsKey(id)) {
			release(id);
			return false;
		}
		return true;
	}

	void release(String id) {
		this.claimed.remove(id);
	}

	void register(DefaultEngineSession session) {
		this.sessions.put(session.id(), session);
	}

	@Override
	public void onClose(EngineSession session, CloseReason reason) {
		this.ended.add(session.id());
		this.sessions.remove(session.id(), session);
	}

	@Nullable DefaultEngineSession find(String id) {
		return this.sessions.get(id);
	}

	boolean hasEnded(String id) {
		return this.ended.contains(id);
	}

	int count() {
		return this.sessions.size();
	}

	int count(String transport) {
		int count = 0;
		for (EngineSession session : this.sessions.values()) {
			if (session.transport().equals(transport)) {
				count++;
			}
		}
		return count;
	}

	long queuedPackets() {
		long packets = 0;
		for (DefaultEngineSession session : this.sessions.values()) {
			packets += session.queuedPackets();
		}
		return packets;
	}

	long queuedBytes() {
		long bytes = 0;
		for (DefaultEngineSession session : this.sessions.values()) {
			bytes += session.queuedBytes();
		}
		return bytes;
	}

	/**
	 * Whether all sessions belong to polling clients that seem to have vanished.
	 * @return {@code true} if a shutdown need not wait for any client
	 */
	boolean isDeserted() {
		for (DefaultEngineSession session : this.sessions.values()) {
			if (!session.currentTransport().isAbandoned()) {
				return false;
			}
		}
		return true;
	}

	void terminateAll() {
		new ArrayList<>(this.sessions.values()).forEach(DefaultEngineSession::terminate);
	}

}
