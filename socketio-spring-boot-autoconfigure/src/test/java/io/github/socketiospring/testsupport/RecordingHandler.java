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

package io.github.socketiospring.testsupport;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineHandler;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import org.awaitility.core.ConditionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application on Engine.IO alone that records what happens, for example
 * {@code open polling}, {@code message hello}, {@code close transport error}.
 */
public final class RecordingHandler implements EngineHandler {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final List<EngineSession> sessions = new CopyOnWriteArrayList<>();

	private final BiConsumer<EngineSession, EngineMessage> onMessage;

	private RecordingHandler(BiConsumer<EngineSession, EngineMessage> onMessage) {
		this.onMessage = onMessage;
	}

	/**
	 * An application that only listens.
	 * @return the application
	 */
	public static RecordingHandler silent() {
		return new RecordingHandler((session, message) -> {
		});
	}

	/**
	 * An application that sends each message back.
	 * @return the application
	 */
	public static RecordingHandler echo() {
		return new RecordingHandler(EngineSession::send);
	}

	/**
	 * An application that does something with each message.
	 * @param onMessage what it does
	 * @return the application
	 */
	public static RecordingHandler of(BiConsumer<EngineSession, EngineMessage> onMessage) {
		return new RecordingHandler(onMessage);
	}

	@Override
	public EngineSessionHandler onOpen(EngineSession session) {
		this.sessions.add(session);
		this.log.add("open " + session.transport());
		return new EngineSessionHandler() {

			@Override
			public void onMessage(EngineMessage message) {
				RecordingHandler.this.log.add("message " + describe(message));
				RecordingHandler.this.onMessage.accept(session, message);
			}

			@Override
			public void onClose(CloseReason reason) {
				RecordingHandler.this.log.add("close " + reason.value());
			}

		};
	}

	private static String describe(EngineMessage message) {
		return message.isBinary() ? HexFormat.of().formatHex(message.bytes()) : message.asText();
	}

	/**
	 * What happened so far.
	 * @return the events in order
	 */
	public List<String> log() {
		return this.log;
	}

	/**
	 * The session opened last; waits for the first one.
	 * @return the session
	 */
	public EngineSession session() {
		soon().until(() -> !this.sessions.isEmpty());
		return this.sessions.get(this.sessions.size() - 1);
	}

	/**
	 * Wait for an event.
	 * @param event the event
	 */
	public void awaitEvent(String event) {
		soon().untilAsserted(() -> assertThat(this.log).contains(event));
	}

	/**
	 * Wait until as many messages came.
	 * @param count how many
	 * @return all that came, in order
	 */
	public List<String> awaitMessages(int count) {
		soon().atMost(PATIENCE.multipliedBy(3))
			.untilAsserted(() -> assertThat(this.log.stream().filter((event) -> event.startsWith("message ")))
				.hasSizeGreaterThanOrEqualTo(count));
		return this.log.stream()
			.filter((event) -> event.startsWith("message "))
			.map((event) -> event.substring("message ".length()))
			.toList();
	}

	// Hundreds of short waits would add up to minutes with the usual interval.
	private static ConditionFactory soon() {
		return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(PATIENCE);
	}

}
