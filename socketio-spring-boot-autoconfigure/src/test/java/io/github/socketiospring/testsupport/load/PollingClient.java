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

package io.github.socketiospring.testsupport.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

import io.github.socketiospring.testsupport.Packets;
import io.netty.buffer.ByteBuf;

/**
 * A client that polls: one connection on which a GET is always open, and one for POST
 * requests. Messages that wait for a POST to be answered leave together.
 */
final class PollingClient implements Client {

	private static final Message CONNECT = Message.text(Packets.CONNECT);

	private static final Message LEAVE = Message.text(Packets.DISCONNECT + Packets.SEPARATOR + Packets.CLOSE);

	private static final Message PONG = Message.text(Packets.PONG);

	private static final byte SEPARATOR = 0x1E;

	private final ClientListener listener;

	private final HttpConnection polls;

	private final HttpConnection posts;

	private final Queue<Message> outgoing = new ArrayDeque<>();

	private byte[] get = HttpConnection.request("GET", "", "");

	private String session = "";

	private boolean posting;

	private boolean ready;

	private boolean reading = true;

	private boolean closing;

	private boolean ended;

	PollingClient(LoadGenerator load, int port, ClientListener listener) {
		this.listener = listener;
		this.polls = new HttpConnection(load, port, new Polled());
		this.posts = new HttpConnection(load, port, new Posted());
	}

	void open() {
		this.polls.send(this.get);
	}

	private void packet(ByteBuf buffer, int index, int length) {
		switch (buffer.getByte(index)) {
			case '1' -> end(Ending.CLOSE_PACKET);
			case '2' -> send(PONG);
			case '4' -> message(buffer, index, length);
			default -> {
				// A released poll.
			}
		}
	}

	private void message(ByteBuf buffer, int index, int length) {
		if (this.ready) {
			this.listener.onMessage(this, buffer, index, length, false);
		}
		else if (buffer.getByte(index + 1) == '0') {
			this.ready = true;
			this.listener.onReady(this);
		}
	}

	@Override
	public void send(Message message) {
		if (this.posting) {
			this.outgoing.add(message);
		}
		else {
			post(message.body());
		}
	}

	private void post(byte[] body) {
		this.posting = true;
		byte[] head = HttpConnection.request("POST", this.session,
				"Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + body.length + "\r\n");
		this.posts.send(head, body);
	}

	private void postWaiting(Message first) {
		Message next = this.outgoing.poll();
		byte[] body = first.body();
		while (next != null) {
			body = Message.payload(body, next.body());
			next = this.outgoing.poll();
		}
		post(body);
	}

	@Override
	public void flush() {
		// A request is never held back.
	}

	@Override
	public boolean isWritable() {
		return !this.posting;
	}

	@Override
	public void stopReading() {
		this.reading = false;
		this.polls.stopReading();
	}

	@Override
	public void close() {
		this.outgoing.clear();
		send(LEAVE);
		this.closing = true;
	}

	@Override
	public void abort() {
		this.polls.resetOnClose();
		this.posts.resetOnClose();
		end(Ending.LEFT);
	}

	private void end(Ending ending) {
		if (!this.ended) {
			this.ended = true;
			this.polls.close();
			this.posts.close();
			this.listener.onClose(this, ending);
		}
	}

	/**
	 * Takes the answers to GET requests.
	 */
	private final class Polled extends Ends {

		@Override
		public void onBody(ByteBuf buffer, int index, int length) {
			if (PollingClient.this.session.isEmpty()) {
				opened(buffer.toString(index, length, StandardCharsets.UTF_8));
			}
			else {
				packets(buffer, index, index + length);
			}
			if (PollingClient.this.reading && !PollingClient.this.closing && !PollingClient.this.ended) {
				PollingClient.this.polls.send(PollingClient.this.get);
			}
		}

		private void opened(String packet) {
			PollingClient.this.session = "&sid=" + Packets.sid(packet);
			PollingClient.this.get = HttpConnection.request("GET", PollingClient.this.session, "");
			send(CONNECT);
		}

		private void packets(ByteBuf buffer, int index, int end) {
			int start = index;
			for (int i = index; i < end; i++) {
				if (buffer.getByte(i) == SEPARATOR) {
					packet(buffer, start, i - start);
					start = i + 1;
				}
			}
			packet(buffer, start, end - start);
		}

	}

	/**
	 * Takes the answers to POST requests.
	 */
	private final class Posted extends Ends {

		@Override
		public void onBody(ByteBuf buffer, int index, int length) {
			PollingClient.this.posting = false;
			Message next = PollingClient.this.outgoing.poll();
			if (next != null) {
				postWaiting(next);
			}
			else if (PollingClient.this.closing) {
				end(Ending.LEFT);
			}
		}

	}

	/**
	 * Ends the client when a request is not answered.
	 */
	private abstract class Ends implements HttpConnection.ResponseListener {

		@Override
		public void onEnd(Ending ending, Throwable problem) {
			if (!PollingClient.this.ended) {
				PollingClient.this.listener.onProblem(PollingClient.this, problem);
				end(ending);
			}
		}

	}

}
