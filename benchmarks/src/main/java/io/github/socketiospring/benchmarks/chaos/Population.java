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

package io.github.socketiospring.benchmarks.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

import io.github.socketiospring.benchmarks.scenario.Waiting;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.Ending;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.netty.buffer.ByteBuf;

/**
 * Well-behaved clients. Each requests numbers one after the other at a fixed rate, and
 * receives news in a room. They check that every number arrives once and in order, and
 * that no client is disconnected. The latency of an answer is measured from the time its
 * request was due.
 */
final class Population implements ClientListener, AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration TICK = Duration.ofMillis(1);

	private static final int QUESTIONS_PER_SECOND = 400;

	private static final int NEWS_PER_SECOND = 5;

	private static final Message JOIN = Message.text(Packets.event(0, "join", "news"));

	private static final String ANSWER = "43";

	private static final String NEWS = "42[\"news\",";

	private final LoadGenerator load;

	private final Map<Client, Member> members = new HashMap<>();

	private final List<Member> order = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

	private Phase phase = new Phase();

	private int joined;

	private long start;

	private long asked;

	private int published;

	private boolean leaving;

	Population(LoadGenerator load) {
		this.load = load;
	}

	/**
	 * Connect, and join the room.
	 * @param port the server's port
	 * @param count the number of clients
	 */
	void connect(int port, int count) {
		this.load.run(() -> {
			for (int i = 0; i < count; i++) {
				Kind kind = Kind.values()[i % Kind.values().length];
				Client client = kind.connect(this.load, port, this);
				this.members.put(client, new Member(kind, client));
			}
		});
		Waiting.until(this.load, count + " clients in the room", PATIENCE,
				() -> this.joined == count || !this.problems.isEmpty());
		requireNoProblems();
	}

	/**
	 * Start to send requests and publish news.
	 * @return stops both
	 */
	AutoCloseable begin() {
		this.load.run(() -> this.start = System.nanoTime());
		return this.load.every(TICK, this::sendWhatIsDue);
	}

	private void sendWhatIsDue() {
		long now = System.nanoTime();
		long due = due(this.asked, QUESTIONS_PER_SECOND);
		while (due <= now) {
			Member member = this.order.get((int) (this.asked++ % this.order.size()));
			member.ask(due);
			due = due(this.asked, QUESTIONS_PER_SECOND);
		}
		while (due(this.published, NEWS_PER_SECOND) <= now) {
			this.order.get(0).send(Packets.event("publish", this.published++));
		}
	}

	private long due(long number, int rate) {
		return this.start + (long) (number * 1e9 / rate);
	}

	/**
	 * Begin a new part of the run.
	 * @return what was observed in the last one
	 */
	Phase nextPhase() {
		return this.load.call(() -> {
			Phase last = this.phase;
			this.phase = new Phase();
			return last;
		});
	}

	/**
	 * Wait until all answers and news have arrived.
	 */
	void awaitRest() {
		try {
			Waiting.until(this.load, "all answers and news", PATIENCE,
					() -> this.order.stream().allMatch((member) -> member.hasAll(this.published)));
		}
		catch (IllegalStateException ex) {
			this.load.run(() -> this.order.forEach((member) -> {
				if (!member.hasAll(this.published)) {
					this.problems.add("Missing: " + member);
				}
			}));
		}
	}

	/**
	 * The observations that must not happen.
	 * @return one line for each
	 */
	List<String> problems() {
		return this.load.call(() -> List.copyOf(this.problems));
	}

	private void requireNoProblems() {
		List<String> problems = problems();
		if (!problems.isEmpty()) {
			throw new IllegalStateException(String.join("\n", problems));
		}
	}

	@Override
	public void onReady(Client client) {
		this.order.add(member(client));
		client.send(JOIN);
		client.flush();
	}

	@Override
	public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
		Member member = member(client);
		String packet = buffer.toString(index, length, StandardCharsets.US_ASCII);
		if (packet.equals("430[]")) {
			this.joined++;
		}
		else if (packet.startsWith(ANSWER)) {
			answered(member, number(packet, ANSWER.length()));
		}
		else if (packet.startsWith(NEWS)) {
			int number = number(packet, NEWS.length());
			if (number != member.news) {
				this.problems.add(member + " got the news " + number);
			}
			member.news = number + 1;
		}
		else {
			this.problems.add(member + " got " + packet);
		}
	}

	private Member member(Client client) {
		return Objects.requireNonNull(this.members.get(client));
	}

	private void answered(Member member, int number) {
		if (number != member.answered + 1) {
			this.problems.add(member + " got the answer " + number);
		}
		member.answered = number;
		Long due = member.due.poll();
		if (due != null) {
			this.phase.add(member.kind, System.nanoTime() - due);
		}
	}

	private static int number(String packet, int start) {
		int end = start;
		while (end < packet.length() && Character.isDigit(packet.charAt(end))) {
			end++;
		}
		return Integer.parseInt(packet, start, end, 10);
	}

	@Override
	public void onProblem(Client client, Throwable problem) {
		if (!this.leaving) {
			this.problems.add(this.members.get(client) + ": " + problem);
		}
	}

	@Override
	public void onClose(Client client, Ending ending) {
		if (!this.leaving) {
			this.problems.add(this.members.get(client) + " was disconnected: " + ending);
		}
	}

	@Override
	public void close() {
		this.load.run(() -> {
			this.leaving = true;
			this.order.forEach((member) -> member.client.abort());
		});
	}

	/**
	 * How clients connect.
	 */
	enum Kind {

		WEBSOCKET {

			@Override
			Client connect(LoadGenerator load, int port, ClientListener listener) {
				return load.connectWebSocket(port, listener);
			}

		},

		UPGRADED {

			@Override
			Client connect(LoadGenerator load, int port, ClientListener listener) {
				return load.connectUpgrading(port, listener);
			}

		},

		POLLING {

			@Override
			Client connect(LoadGenerator load, int port, ClientListener listener) {
				return load.connectPolling(port, listener);
			}

		};

		abstract Client connect(LoadGenerator load, int port, ClientListener listener);

	}

	/**
	 * The requests and answers of one client.
	 */
	private static final class Member {

		private final Kind kind;

		private final Queue<Long> due = new ArrayDeque<>();

		private final Client client;

		private int asked;

		private int answered;

		private int news;

		Member(Kind kind, Client client) {
			this.kind = kind;
			this.client = client;
		}

		void ask(long due) {
			this.asked++;
			this.due.add(due);
			send(Packets.event(this.asked, "echo", this.asked));
		}

		void send(String packet) {
			this.client.send(Message.passing(packet));
			this.client.flush();
		}

		boolean hasAll(int news) {
			return this.answered == this.asked && this.news == news;
		}

		@Override
		public String toString() {
			return this.kind + " client that asked " + this.asked + ", was answered " + this.answered + " and told "
					+ this.news + " news";
		}

	}

}
