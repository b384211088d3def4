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

package io.github.socketiospring.benchmarks.scenario;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.benchmarks.scenario.EchoScenario.Answer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Message;

/**
 * All scenarios.
 */
public final class Scenarios {

	private static final String ORDER = "{\"amount\":129.5,\"city\":\"Springfield\",\"count\":3,\"currency\":\"EUR\","
			+ "\"customer\":\"Jane Doe\",\"id\":123456789,\"paid\":true,\"street\":\"742 Evergreen Terrace\"}";

	private Scenarios() {
	}

	public static List<Scenario> all() {
		return List.of(echo("echo", "echo of 32 bytes, 1 outstanding on each of 100 sockets", 32, 100, 1),
				echo("echo-16", "echo of 32 bytes, 16 outstanding on each of 100 sockets", 32, 100, 16),
				echo("echo-4k", "echo of 4 KiB, 1 outstanding on each of 100 sockets", 4096, 100, 1),
				echo("echo-crowd", "echo of 32 bytes, 1 outstanding on each of 10,000 sockets", 32, 10_000, 1),
				new EchoScenario("ack", "acknowledgement of 32 bytes, 1 outstanding on each of 100 sockets",
						Message.text(Packets.event(0, "ack", "x".repeat(32))),
						new Answer("430[\"\"]".length() + 32, false), 100, 1, false),
				new EchoScenario("typed", "object of eight fields in and out, 1 outstanding on each of 100 sockets",
						Message.text(Packets.event("typed", Packets.json(ORDER))),
						new Answer("42[\"typed\",]".length() + ORDER.length(), false), 100, 1, false),
				new EchoScenario("binary", "attachment of 1 KiB in and out, 1 outstanding on each of 100 sockets",
						Message.binary(Packets.binaryEvent(1, "binary", Packets.placeholder(0)),
								"x".repeat(1024).getBytes(StandardCharsets.US_ASCII)),
						new Answer(1024, true), 100, 1, false),
				new FanOutScenario("fan-out-1000", "100 bytes to a room of 1,000, each delivery a message", 1000, 0),
				new FanOutScenario("fan-out-5000", "100 bytes to a room of 5,000, each delivery a message", 5000, 0),
				new EchoScenario("polling", "echo of 32 bytes by HTTP long-polling, 50 sessions",
						Message.text(Packets.event("echo", "x".repeat(32))),
						new Answer("42[\"echo\",\"\"]".length() + 32, false), 50, 1, true),
				new FanOutScenario("mixed",
						"100 bytes to a room of 450 WebSockets and 50 pollers, each delivery a message", 450, 50),
				new ConnectScenario("connect", "WebSocket handshake and CONNECT, 3,000 times", 3000),
				new ChurnScenario("churn", "connect, join, echo, leave, 20,000 times", 20_000),
				new LatencyScenario("latency", "echo of 32 bytes at a fixed 10,000 in a second, 100 sockets", 100,
						10_000),
				new IdleScenario("idle", "10,000 silent WebSockets on a new server, each a message", 10_000));
	}

	private static Scenario echo(String name, String title, int size, int connections, int outstanding) {
		return new EchoScenario(name, title, Message.text(Packets.event("echo", "x".repeat(size))),
				new Answer("42[\"echo\",\"\"]".length() + size, false), connections, outstanding, false);
	}

}
