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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.netty.buffer.ByteBuf;

/**
 * A client that polls: one connection on which a GET is always open, and one for POST
 * requests. Messages that wait for a POST to be answered leave together.
 */
final class PollingClient implements Client {

	private static final Message CONNECT = Message.text(Packets.CONNECT);

	private static final Message LEAVE = Message.text(Packets.DISCONNECT + Packets.SEPARATOR + Packets.CLOSE);

	private static final Message PONG = Message.text(Packets.PONG);

	private final ClientListener listener;

	private final HttpConnection polls;

	private final HttpConnection posts;

	private final Queue<Message> outgoing = new ArrayDeque<>();

	private byte[] get = HttpConnection.request("GET", "", Map.of());

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
		this.posts.send(HttpConnection.request("POST", this.session, PollingProtocol.headers(body.length)), body);
	}

	private void postWaiting() {
		List<byte[]> packets = new ArrayList<>(this.outgoing.size());
		this.outgoing.forEach((message) -> packets.add(message.body()));
		this.outgoing.clear();
		post(PollingProtocol.join(packets));
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
				PollingProtocol.split(buffer, index, length, PollingClient.this::packet);
			}
			if (PollingClient.this.reading && !PollingClient.this.closing && !PollingClient.this.ended) {
				PollingClient.this.polls.send(PollingClient.this.get);
			}
		}

		private void opened(String packet) {
			PollingClient.this.session = "&sid=" + Packets.sid(packet);
			PollingClient.this.get = HttpConnection.request("GET", PollingClient.this.session, Map.of());
			send(CONNECT);
		}

	}

	/**
	 * Takes the answers to POST requests.
	 */
	private final class Posted extends Ends {

		@Override
		public void onBody(ByteBuf buffer, int index, int length) {
			PollingClient.this.posting = false;
			if (!PollingClient.this.outgoing.isEmpty()) {
				postWaiting();
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
