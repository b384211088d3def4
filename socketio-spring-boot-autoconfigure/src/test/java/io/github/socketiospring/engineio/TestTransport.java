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
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.testsupport.EngineVectors;

/**
 * A transport that records how a session uses it.
 */
final class TestTransport implements Transport {

	final List<String> log = new ArrayList<>();

	final TransportListener session;

	private final TransportType type;

	private boolean writable = true;

	private boolean late;

	private boolean onOtherThread;

	private boolean failing;

	private boolean ended;

	TestTransport(TransportType type, TransportListener session) {
		this.type = type;
		this.session = session;
	}

	/**
	 * Set whether the client reads packets.
	 * @param writable whether it does
	 */
	void writable(boolean writable) {
		this.writable = writable;
		if (writable) {
			requestWrite();
		}
	}

	/**
	 * Set whether further packets are written later, as by a busy thread, or at once.
	 * @param late whether to write later
	 */
	void waitsForTheEndOfTheTurn(boolean late) {
		this.late = late;
		requestWrite();
	}

	/**
	 * Let the thread that sends be one that must not write.
	 * @param onOtherThread whether only another thread may write
	 */
	void isWrittenByAnotherThread(boolean onOtherThread) {
		this.onOtherThread = onOtherThread;
		requestWrite();
	}

	/**
	 * Fail when the session ends, as on an event loop that accepts no more tasks.
	 */
	void failsAtTheEnd() {
		this.failing = true;
	}

	/**
	 * Let the client read a single packet.
	 */
	void takeOne() {
		EnginePacket packet = this.session.nextPacket(this);
		if (packet != null) {
			this.log.add(EngineVectors.describe(packet));
		}
	}

	@Override
	public TransportType type() {
		return this.type;
	}

	@Override
	public boolean isWritable() {
		return this.writable && !this.late;
	}

	@Override
	public boolean isBlocked() {
		return !this.writable;
	}

	@Override
	public void requestWrite() {
		if (!this.late) {
			writeNow();
		}
	}

	@Override
	public boolean writeNow() {
		if (this.onOtherThread) {
			return false;
		}
		EnginePacket packet = this.writable ? this.session.nextPacket(this) : null;
		while (packet != null) {
			this.log.add(EngineVectors.describe(packet));
			packet = this.writable ? this.session.nextPacket(this) : null;
		}
		return true;
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.log.add(suspended ? "suspended" : "resumed");
	}

	@Override
	public void close() {
		end("closed");
	}

	@Override
	public void terminate(Farewell farewell) {
		if (this.failing) {
			throw new RejectedExecutionException("on purpose");
		}
		end("terminated " + farewell);
	}

	private void end(String entry) {
		if (!this.ended) {
			this.ended = true;
			this.log.add(entry);
		}
	}

}
