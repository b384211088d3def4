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

import java.util.StringJoiner;

import io.netty.handler.codec.http.HttpMethod;

/**
 * A client that polls: one connection for polls and one for what it sends, both kept from
 * request to request. Packets that wait for a {@code POST} to be answered leave together.
 */
final class PollingLoadClient extends LoadClient {

	private final LoadHttp polls = new LoadHttp(this, this::polled);

	private final LoadHttp posts = new LoadHttp(this, (body) -> posted());

	private String target = "/socket.io/?EIO=4&transport=polling";

	private StringJoiner outgoing = new StringJoiner(Packets.SEPARATOR);

	private volatile boolean posting;

	private volatile boolean reading = true;

	private volatile boolean leaving;

	PollingLoadClient(LoadClients clients) {
		super(clients);
		clients.execute(this::poll);
	}

	@Override
	void opened(String packet) {
		this.target += "&sid=" + Packets.sid(packet);
	}

	private void poll() {
		this.polls.send(HttpMethod.GET, this.target, "");
	}

	private void polled(String body) {
		for (String packet : body.split(Packets.SEPARATOR)) {
			received(packet);
		}
		if (this.reading && !this.leaving && !ended().isDone()) {
			poll();
		}
		closeWhenOver();
	}

	private void posted() {
		this.posting = false;
		if (this.outgoing.length() > 0) {
			post();
		}
		else if (this.leaving) {
			end(End.LEFT);
		}
		closeWhenOver();
	}

	private void closeWhenOver() {
		if (ended().isDone()) {
			this.polls.close();
			this.posts.close();
		}
	}

	private void post() {
		this.posting = true;
		String body = this.outgoing.toString();
		this.outgoing = new StringJoiner(Packets.SEPARATOR);
		this.posts.send(HttpMethod.POST, this.target, body);
	}

	@Override
	public void send(String packet) {
		clients().execute(() -> {
			this.outgoing.add(packet);
			if (!this.posting) {
				post();
			}
		});
	}

	@Override
	boolean isWritable() {
		return !this.posting;
	}

	@Override
	public void stopReading() {
		this.reading = false;
		this.polls.stopReading();
	}

	@Override
	public void leave() {
		this.leaving = true;
		send(Packets.CLOSE);
	}

	@Override
	public void abort() {
		clients().execute(() -> {
			end(End.LEFT);
			this.polls.reset();
			this.posts.reset();
		});
	}

}
