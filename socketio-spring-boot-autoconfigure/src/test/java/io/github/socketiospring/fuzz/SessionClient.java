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

package io.github.socketiospring.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.polling.PayloadFormat;
import io.github.socketiospring.engineio.transport.websocket.EmbeddedWebSocket;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedMessages;
import io.github.socketiospring.protocol.ReceivedPacket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that does what a target decides, and checks what it receives: packets in the
 * right form, attachments directly after their packets, numbers in order.
 */
final class SessionClient {

	private static final JavaType TREE = JsonMapper.shared().constructType(JsonNode.class);

	private final SessionServer server;

	private final int protocol;

	private final boolean base64;

	private final PayloadFormat format;

	private PacketDecoder decoder;

	/** The numbers that were sent last, by namespace and event. */
	private final Map<String, Integer> numbers = new HashMap<>();

	/** The payloads of the last CONNECT packets, by namespace. */
	private final Map<String, JsonNode> admissions = new HashMap<>();

	/** The offsets of the last events, by namespace. */
	private final Map<String, String> offsets = new HashMap<>();

	private final List<SessionRequest> posts = new ArrayList<>();

	private final List<EmbeddedWebSocket> webSockets = new ArrayList<>();

	private String sid = "";

	private @Nullable SessionRequest poll;

	private Sinks.@Nullable Many<byte[]> slowBody;

	private boolean upgraded;

	SessionClient(SessionServer server, int protocol, boolean base64) {
		this.server = server;
		this.protocol = protocol;
		this.base64 = base64;
		this.decoder = server.parser().decoder();
		if (protocol == 4) {
			this.format = PayloadFormat.REVISION_4;
		}
		else {
			this.format = base64 ? PayloadFormat.REVISION_3_TEXT : PayloadFormat.REVISION_3;
		}
	}

	private MockServerHttpRequest.BodyBuilder request(HttpMethod method, String transport) {
		String session = this.sid.isEmpty() ? "" : "&sid=" + this.sid;
		return MockServerHttpRequest.method(method, "/socket.io/?EIO=" + this.protocol + "&transport=" + transport
				+ (this.base64 ? "&b64=1" : "") + session);
	}

	/**
	 * Begin a session, and abandon the previous one.
	 */
	void begin() {
		vanish();
		this.posts.clear();
		this.webSockets.clear();
		this.slowBody = null;
		this.sid = "";
		this.upgraded = false;
		this.decoder = this.server.parser().decoder();
	}

	/**
	 * Poll, which opens a session if there is none yet. If a poll is open already, the
	 * session ends.
	 */
	void poll() {
		SessionRequest request = new SessionRequest(this.server.door(), request(HttpMethod.GET, "polling").build());
		if (this.poll == null || this.poll.isDone()) {
			this.poll = request;
			receive();
		}
		else {
			assertThat(request.isOk()).as("second poll").isFalse();
		}
	}

	void abortPoll() {
		if (this.poll != null) {
			this.poll.abort();
			this.poll = null;
		}
	}

	/**
	 * Open a WebSocket, for the current session or, if there is none, for a new one.
	 */
	void webSocket() {
		int before = this.server.webSocketCount();
		SessionRequest request = new SessionRequest(this.server.door(),
				request(HttpMethod.GET, "websocket").header(HttpHeaders.UPGRADE, "websocket")
					.header(HttpHeaders.CONNECTION, "Upgrade")
					.header("Sec-WebSocket-Version", "13")
					.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
					.build());
		EmbeddedWebSocket webSocket = this.server.webSocketSince(before);
		if (webSocket == null) {
			assertThat(request.isDone()).isTrue();
			return;
		}
		this.upgraded = this.upgraded || this.sid.isEmpty();
		this.webSockets.add(webSocket);
		receive();
	}

	private @Nullable EmbeddedWebSocket lastWebSocket() {
		return this.webSockets.isEmpty() ? null : this.webSockets.get(this.webSockets.size() - 1);
	}

	void loseWebSocket() {
		EmbeddedWebSocket webSocket = lastWebSocket();
		if (webSocket != null) {
			webSocket.lose();
		}
	}

	/**
	 * Set whether the client reads from the WebSocket.
	 */
	void reading(boolean reading) {
		EmbeddedWebSocket webSocket = lastWebSocket();
		if (webSocket != null) {
			webSocket.reading(reading);
		}
	}

	void sendFrame(int head, byte[] content) {
		EmbeddedWebSocket webSocket = lastWebSocket();
		if (webSocket != null) {
			webSocket.sendFrame(head, content);
			receive();
		}
	}

	void sendBytes(byte[] bytes) {
		EmbeddedWebSocket webSocket = lastWebSocket();
		if (webSocket != null) {
			webSocket.sendBytes(bytes);
			receive();
		}
	}

	/**
	 * A step of an upgrade.
	 * @param packet the packet, sent by WebSocket in any state of the upgrade
	 */
	void upgrade(EnginePacket packet) {
		EmbeddedWebSocket webSocket = lastWebSocket();
		if (webSocket != null) {
			webSocket.send(packet);
			this.upgraded |= packet.type() == EnginePacketType.UPGRADE;
			receive();
		}
	}

	/**
	 * Send packets by the transport that the session uses.
	 */
	void send(List<EnginePacket> packets) {
		EmbeddedWebSocket webSocket = lastWebSocket();
		if (this.upgraded && webSocket != null) {
			packets.forEach(webSocket::send);
			receive();
		}
		else {
			PayloadFormat.Body body = this.format.encode(packets);
			post(Flux.just(body.bytes()), body.binary());
		}
	}

	/**
	 * Connect to a namespace, and request the missed events.
	 */
	void connect(boolean slow, String namespace) {
		Map<String, Object> auth = new HashMap<>();
		if (slow) {
			auth.put("slow", 1);
		}
		JsonNode admission = this.admissions.get(namespace);
		String offset = this.offsets.get(namespace);
		if (admission != null && admission.has("pid") && offset != null) {
			auth.put("pid", admission.get("pid").asString());
			auth.put("offset", offset);
		}
		sendPacket(new Packet(PacketType.CONNECT, namespace, Packet.NO_ID, auth.isEmpty() ? null : auth));
	}

	void sendPacket(Packet packet) {
		EncodedPacket encoded = this.server.parser().encode(packet);
		List<EnginePacket> packets = new ArrayList<>();
		packets.add(new EnginePacket(EnginePacketType.MESSAGE, encoded.binary(), encoded.message()));
		for (byte[] attachment : encoded.attachments()) {
			packets.add(new EnginePacket(EnginePacketType.MESSAGE, true, attachment));
		}
		send(packets);
	}

	/**
	 * Post bytes, in two pieces.
	 */
	void post(byte[] body, boolean binary) {
		int half = body.length / 2;
		post(Flux.just(Arrays.copyOf(body, half), Arrays.copyOfRange(body, half, body.length)), binary);
	}

	private void post(Flux<byte[]> body, boolean binary) {
		MockServerHttpRequest.BodyBuilder request = request(HttpMethod.POST, "polling")
			.contentType(binary ? MediaType.APPLICATION_OCTET_STREAM : MediaType.TEXT_PLAIN);
		// The buffer is created when it is read; otherwise its owner would be unclear.
		this.posts.add(new SessionRequest(this.server.door(), request.body(body.map(this.server::buffer))));
		receive();
	}

	/**
	 * Begin to post, or continue.
	 */
	void postSlowly(byte[] piece) {
		if (this.slowBody == null) {
			this.slowBody = Sinks.many().unicast().onBackpressureError();
			post(this.slowBody.asFlux(), false);
		}
		this.slowBody.tryEmitNext(piece);
		receive();
	}

	void endSlowPost(boolean abort) {
		if (this.slowBody == null) {
			return;
		}
		if (abort) {
			this.posts.forEach(SessionRequest::abort);
		}
		else {
			this.slowBody.tryEmitComplete();
		}
		this.slowBody = null;
		receive();
	}

	/**
	 * Vanish.
	 */
	void vanish() {
		abortPoll();
		this.posts.forEach(SessionRequest::abort);
		this.webSockets.forEach(EmbeddedWebSocket::lose);
	}

	/**
	 * Process the packets that have arrived.
	 */
	void receive() {
		this.server.run();
		this.posts.removeIf(SessionRequest::isDone);
		SessionRequest answered = this.poll;
		if (answered != null && answered.isDone()) {
			this.poll = null;
			if (answered.isOk()) {
				PayloadCodec.Payload payload = this.format.decode(answered.body(), answered.isBinary());
				assertThat(payload.malformed()).isFalse();
				payload.packets().forEach(this::receive);
			}
		}
		this.webSockets.forEach((webSocket) -> webSocket.take().forEach(this::receive));
	}

	boolean isWaiting() {
		return this.poll != null || !this.posts.isEmpty();
	}

	private void receive(EnginePacket packet) {
		if (packet.type() == EnginePacketType.OPEN) {
			assertThat(this.sid).isEmpty();
			this.sid = JsonMapper.shared().readTree(packet.data()).get("sid").asString();
		}
		else if (packet.type() == EnginePacketType.MESSAGE) {
			ReceivedPacket received = packet.binary() ? this.decoder.binary(packet.data())
					: this.decoder.text(packet.data());
			if (received != null) {
				receive(received);
			}
		}
	}

	private void receive(ReceivedPacket packet) {
		if (packet.type() == PacketType.CONNECT) {
			admitted(packet.namespace(), ReceivedMessages.read(packet.payload()));
		}
		else if (packet.event() != null) {
			receive(packet.namespace(), packet.event(), arguments(packet));
		}
	}

	private void admitted(String namespace, @Nullable JsonNode payload) {
		JsonNode admission = (payload != null) ? payload : JsonNodeFactory.instance.objectNode();
		JsonNode before = this.admissions.put(namespace, admission);
		boolean recovered = before != null && before.has("pid") && before.equals(admission);
		if (!recovered) {
			this.numbers.remove(namespace + "count");
			this.numbers.remove(namespace + "all");
			this.offsets.remove(namespace);
		}
	}

	private static List<JsonNode> arguments(ReceivedPacket packet) {
		List<JsonNode> arguments = new ArrayList<>();
		while (packet.arguments().hasNext()) {
			Object argument = packet.arguments().next(TREE);
			arguments.add((argument != null) ? (JsonNode) argument : JsonNodeFactory.instance.nullNode());
		}
		packet.arguments().finish();
		return arguments;
	}

	private void receive(String namespace, String event, List<JsonNode> arguments) {
		JsonNode last = arguments.isEmpty() ? MissingNode.getInstance() : arguments.get(arguments.size() - 1);
		if (last.isString() && this.admissions.containsKey(namespace)) {
			this.offsets.put(namespace, last.asString());
		}
		if (event.equals("count")) {
			int expected = this.numbers.getOrDefault(namespace + event, 0) + 1;
			assertThat(arguments.get(0).asInt()).as("number in order").isEqualTo(expected);
			this.numbers.put(namespace + event, expected);
		}
		else if (event.equals("all")) {
			int number = arguments.get(0).asInt();
			assertThat(number).as("number in order").isGreaterThan(this.numbers.getOrDefault(namespace + event, 0));
			this.numbers.put(namespace + event, number);
		}
	}

}
