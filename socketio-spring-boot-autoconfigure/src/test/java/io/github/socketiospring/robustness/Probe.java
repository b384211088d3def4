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

package io.github.socketiospring.robustness;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOSocket;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.util.Assert;

/**
 * The application under attack: it echoes, works as slowly as the test wants, and counts
 * how its clients leave.
 */
@SocketNamespace
class Probe {

	private final AtomicInteger connected = new AtomicInteger();

	private final AtomicInteger worked = new AtomicInteger();

	private final Queue<MonoSink<Void>> work = new ConcurrentLinkedQueue<>();

	private final Map<DisconnectReason, AtomicInteger> left = new ConcurrentHashMap<>();

	@OnConnect
	@NonBlocking
	void connected() {
		this.connected.incrementAndGet();
	}

	@OnEvent("echo")
	@NonBlocking
	String echo(String value) {
		return value;
	}

	@OnEvent("join")
	@NonBlocking
	void join(SocketIOSocket socket, String room) {
		socket.join(room);
	}

	@OnEvent("bye")
	@NonBlocking
	void bye(SocketIOSocket socket) {
		socket.disconnect(true);
	}

	@OnEvent("work")
	Mono<Void> work(String load) {
		this.worked.incrementAndGet();
		return Mono.create(this.work::add);
	}

	@OnEvent("keep")
	Mono<Void> keep(List<Object> load) {
		return Mono.<Void>create(this.work::add).doOnTerminate(() -> Assert.notNull(load, "kept while at work"));
	}

	@OnDisconnect
	@NonBlocking
	void left(DisconnectReason reason) {
		this.left.computeIfAbsent(reason, (key) -> new AtomicInteger()).incrementAndGet();
	}

	/**
	 * Finish what is being worked on now. Each client then begins with its next event.
	 */
	void finishWork() {
		for (int i = this.work.size(); i > 0; i--) {
			MonoSink<Void> sink = this.work.poll();
			if (sink != null) {
				sink.success();
			}
		}
	}

	int connectedCount() {
		return this.connected.get();
	}

	int workedCount() {
		return this.worked.get();
	}

	int leftCount(DisconnectReason reason) {
		return this.left.getOrDefault(reason, new AtomicInteger()).get();
	}

	int leftCount() {
		return this.left.values().stream().mapToInt(AtomicInteger::get).sum();
	}

}
