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

package io.github.socketiospring.server;

import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineHandler;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineRevision;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.TestMemory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * An Engine.IO session without a network: a test acts as the client, and sees what is
 * sent to it. Signals are serial, as in a real session.
 */
public final class TestEngineSession implements EngineSession {

	private static final AtomicInteger ids = new AtomicInteger();

	private final String id = "session-" + ids.incrementAndGet();

	private final EngineRevision revision;

	private final EngineHandshake handshake;

	private final MemoryAccount memory = TestMemory.account();

	private final List<EngineMessage> sent = new ArrayList<>();

	private final List<String> reading = new ArrayList<>();

	private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private @Nullable EngineSessionHandler handler;

	private volatile boolean writable = true;

	private volatile boolean open = true;

	private volatile @Nullable String closeDescription;

	private final List<EngineSessionListener> listeners = new CopyOnWriteArrayList<>();

	private boolean ended;

	private volatile Runnable whenSent = () -> {
	};

	private TestEngineSession(EngineRevision revision, @Nullable Principal principal, ContextView context) {
		this.revision = revision;
		String protocol = String.valueOf(revision.number());
		this.handshake = new EngineHandshake("/socket.io/?EIO=" + protocol + "&transport=websocket",
				Map.of("User-Agent", List.of("test")), Map.of("EIO", protocol, "transport", "websocket"), null, false,
				Instant.EPOCH, principal, context);
	}

	/**
	 * Open a session of a current client.
	 */
	public static TestEngineSession open(EngineHandler server) {
		return new TestEngineSession(EngineRevision.V4, null, Context.empty()).openOn(server);
	}

	/**
	 * Open a session of a client that the application's security knows.
	 */
	public static TestEngineSession open(EngineHandler server, Principal principal, ContextView context) {
		return new TestEngineSession(EngineRevision.V4, principal, context).openOn(server);
	}

	/**
	 * Open a session of a client of Socket.IO 2.x.
	 */
	public static TestEngineSession openOld(EngineHandler server) {
		return new TestEngineSession(EngineRevision.V3, null, Context.empty()).openOn(server);
	}

	private TestEngineSession openOn(EngineHandler server) {
		signal(() -> this.handler = server.onOpen(this));
		return this;
	}

	private void signal(Runnable signal) {
		this.signals.add(signal);
		if (this.waiting.getAndIncrement() != 0) {
			return;
		}
		do {
			this.signals.remove().run();
		}
		while (this.waiting.decrementAndGet() != 0);
	}

	private void onHandler(Signal signal) {
		signal(() -> {
			EngineSessionHandler current = this.handler;
			if (current != null && !this.ended) {
				signal.deliver(current);
			}
		});
	}

	/**
	 * The client sends text.
	 * @param packets the packets, without Engine.IO's own type
	 */
	public void receive(String... packets) {
		for (String packet : packets) {
			onHandler((current) -> current.onMessage(EngineMessage.text(packet)));
		}
	}

	/**
	 * The client sends an attachment.
	 */
	public void receiveBinary(int... bytes) {
		byte[] content = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			content[i] = (byte) bytes[i];
		}
		onHandler((current) -> current.onMessage(EngineMessage.binary(content)));
	}

	/**
	 * Connect the client to a namespace. The packets that it received are discarded.
	 * @return the id of its socket
	 */
	public String connect(String namespace) {
		receive(namespace.equals("/") ? "0" : "0" + namespace + ",");
		return connected();
	}

	/**
	 * The client has entered. The packets that it received are discarded.
	 * @return the id of its socket
	 */
	public String connected() {
		return Packets.sid(connected(take()));
	}

	/**
	 * The secret in the answer to CONNECT.
	 */
	public static String privateId(List<String> sent) {
		return Packets.pid(connected(sent));
	}

	private static String connected(List<String> sent) {
		for (String packet : sent) {
			if (packet.startsWith("0")) {
				return packet;
			}
		}
		throw new AssertionError("Not connected, but told " + sent);
	}

	/**
	 * The session ends.
	 */
	public void lose(CloseReason reason) {
		lose(reason, null);
	}

	/**
	 * The session ends.
	 */
	public void lose(CloseReason reason, @Nullable String description) {
		this.open = false;
		this.closeDescription = description;
		onHandler((current) -> {
			this.ended = true;
			current.onClose(reason);
		});
	}

	/**
	 * Do something as soon as the client gets a packet, on the thread that sends it.
	 */
	public void whenSent(Runnable action) {
		this.whenSent = action;
	}

	/**
	 * What was sent to the client.
	 * @return text as it is, attachments as {@code <hex>}
	 */
	public List<String> sent() {
		synchronized (this.sent) {
			return this.sent.stream().map(TestEngineSession::describe).toList();
		}
	}

	/**
	 * What was sent to the client since the last call.
	 */
	public List<String> take() {
		synchronized (this.sent) {
			List<String> taken = sent();
			this.sent.clear();
			return taken;
		}
	}

	public List<EngineMessage> messages() {
		synchronized (this.sent) {
			return List.copyOf(this.sent);
		}
	}

	private static String describe(EngineMessage message) {
		return message.isBinary() ? "<" + HexFormat.of().formatHex(message.bytes()) + ">" : message.asText();
	}

	/**
	 * How reading was suspended and resumed.
	 */
	public List<String> reading() {
		synchronized (this.reading) {
			return List.copyOf(this.reading);
		}
	}

	/**
	 * Let the client read, or not.
	 */
	public void writable(boolean writable) {
		this.writable = writable;
		if (writable) {
			signal(() -> this.listeners.forEach(EngineSessionListener::onDrain));
		}
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public EngineRevision revision() {
		return this.revision;
	}

	@Override
	public EngineHandshake handshake() {
		return this.handshake;
	}

	@Override
	public String transport() {
		return "websocket";
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public @Nullable String closeDescription() {
		return this.closeDescription;
	}

	@Override
	public void addListener(EngineSessionListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void removeListener(EngineSessionListener listener) {
		this.listeners.remove(listener);
	}

	@Override
	public boolean isWritable() {
		return this.open && this.writable;
	}

	@Override
	public void send(EngineMessage message) {
		send(List.of(message));
	}

	@Override
	public void send(List<EngineMessage> messages) {
		enqueue(messages);
		flush(messages);
	}

	@Override
	public void enqueue(List<EngineMessage> messages) {
		synchronized (this.sent) {
			if (this.open) {
				this.sent.addAll(messages);
			}
		}
	}

	@Override
	public void flush(List<EngineMessage> messages) {
		this.whenSent.run();
		writable(this.writable);
	}

	@Override
	public long queuedBytes() {
		synchronized (this.sent) {
			return this.writable ? 0 : this.sent.stream().mapToLong((message) -> message.bytes().length).sum();
		}
	}

	@Override
	public MemoryAccount memory() {
		return this.memory;
	}

	@Override
	public void suspendReading() {
		synchronized (this.reading) {
			this.reading.add("suspend");
		}
	}

	@Override
	public void weigh(int messages) {
	}

	@Override
	public boolean isReadingSuspended() {
		List<String> changes = reading();
		return !changes.isEmpty() && changes.get(changes.size() - 1).equals("suspend");
	}

	@Override
	public void resumeReading() {
		synchronized (this.reading) {
			this.reading.add("resume");
		}
	}

	@Override
	public void close() {
		if (this.open) {
			lose(CloseReason.FORCED_CLOSE);
		}
	}

	@Override
	public void terminate() {
		close();
	}

	/**
	 * Something that the session tells.
	 */
	private interface Signal {

		void deliver(EngineSessionHandler handler);

	}

}
