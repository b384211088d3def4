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

package io.github.socketiospring.annotation.support;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventInvocation.EventWork;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One event that records how it ended.
 */
class TestInvocation implements EventInvocation, Ack {

	private final @Nullable SocketIOSocket socket;

	private final Namespace namespace;

	private final String event;

	private final @Nullable Object arguments;

	private final ErrorAckMapper errors;

	private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

	private final CompletableFuture<List<Object>> sent = new CompletableFuture<>();

	private volatile @Nullable EventWork work;

	private boolean refusingFirstAnswer;

	TestInvocation(SocketIOSocket socket, String event, @Nullable Object arguments, ErrorAckMapper errors) {
		this(socket, socket.namespace(), event, arguments, errors);
	}

	private TestInvocation(@Nullable SocketIOSocket socket, Namespace namespace, String event,
			@Nullable Object arguments, ErrorAckMapper errors) {
		this.socket = socket;
		this.namespace = namespace;
		this.event = event;
		this.arguments = arguments;
		this.errors = errors;
	}

	/**
	 * Create an event of another server.
	 */
	static TestInvocation withoutSocket(Namespace namespace, String event, @Nullable Object arguments,
			ErrorAckMapper errors) {
		return new TestInvocation(null, namespace, event, arguments, errors);
	}

	/**
	 * Pretend that the first value cannot be written.
	 */
	void refuseFirstAnswer() {
		this.refusingFirstAnswer = true;
	}

	@Override
	public SocketIOSocket socket() {
		if (this.socket == null) {
			throw new IllegalStateException("There is no socket");
		}
		return this.socket;
	}

	@Override
	public boolean hasSocket() {
		return this.socket != null;
	}

	@Override
	public Namespace namespace() {
		return this.namespace;
	}

	@Override
	public String event() {
		return this.event;
	}

	@Override
	public @Nullable Object arguments() {
		return this.arguments;
	}

	@Override
	public Ack ack() {
		return this;
	}

	@Override
	public boolean isRequested() {
		return true;
	}

	@Override
	public void send(@Nullable Object... arguments) {
		if (this.refusingFirstAnswer) {
			this.refusingFirstAnswer = false;
			throw new IllegalArgumentException("cannot be written");
		}
		this.sent.complete(Arrays.asList(arguments));
	}

	@Override
	public void underway(EventWork work) {
		this.work = work;
	}

	/**
	 * The work that continues, {@code null} if there is none.
	 */
	@Nullable EventWork work() {
		return this.work;
	}

	@Override
	public void handled() {
		end(new Outcome(null, Thread.currentThread()));
	}

	@Override
	public void fail(Throwable error) {
		send(this.errors.toAcknowledgement(error, locale()));
		end(new Outcome(error, Thread.currentThread()));
	}

	private void end(Outcome outcome) {
		assertThat(this.outcome.complete(outcome)).as("ended once").isTrue();
	}

	Outcome outcome() throws Exception {
		return this.outcome.get(10, TimeUnit.SECONDS);
	}

	boolean isDone() {
		return this.outcome.isDone();
	}

	/**
	 * Wait for the end of the event.
	 * @return what the client got, {@code null} if it was not acknowledged
	 */
	@Nullable List<Object> acknowledged() throws Exception {
		assertThat(outcome().error()).isNull();
		return this.sent.getNow(null);
	}

	/**
	 * Wait for the event to fail.
	 * @return the error
	 */
	Throwable error() throws Exception {
		Throwable error = outcome().error();
		assertThat(error).as("error").isNotNull();
		return error;
	}

	@Nullable List<Object> sent() {
		return this.sent.getNow(null);
	}

	/**
	 * How an event ended, and where.
	 */
	record Outcome(@Nullable Throwable error, Thread thread) {
	}

}
