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

package io.github.socketiospring.docs;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.RoomListener;
import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.HandshakeHeader;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketAttribute;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.autoconfigure.EngineOptionsCustomizer;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.core.SocketIOOperations;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.ConnectionError;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.engineio.SessionIdGenerator;
import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.web.EngineMiddleware;
import io.github.socketiospring.engineio.web.HandshakeInterceptor;
import io.github.socketiospring.engineio.web.HandshakeRefusedException;
import io.github.socketiospring.engineio.web.ResponseHeadersCustomizer;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.AnyEventListener;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.OutgoingListener;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.socket.client.Socket;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;

/**
 * The Java column of {@code docs/coming-from-nodejs.md}. {@link DocumentationTests}
 * compares the page with this file. The methods are in the order of the sections.
 */
@SuppressWarnings("unused")
class ComingFromNodejsSnippets {

	private static final Logger logger = LoggerFactory.getLogger(ComingFromNodejsSnippets.class);

	private final Users users = new Users();

	void engine(EngineServer engine, SocketIOServer io, SocketIOSocket socket) {
		engine.sessionCount();
		io.connectionCount();
		socket.transport();
		socket.session().id();
		socket.session().send(EngineMessage.text("hello"));
		socket.session().addListener(new EngineSessionListener() {

			@Override
			public void onPacket(EnginePacket packet) {
				logger.info("received {}", packet.type());
			}

			@Override
			public void onPacketCreate(EnginePacket packet) {
				logger.info("will send {}", packet.type());
			}

			@Override
			public void onDrain() {
				logger.info("nothing waits");
			}

		});
		socket.closeConnection();
		engine.close();
		io.close(1000, Duration.ZERO).subscribe();
	}

	void namespaces(SocketIOServer io, Consumer<SocketIOSocket> listener, Pattern own) {
		Namespace admin = io.of("/admin");
		io.configure((server) -> server.of("/news"));
		admin.onConnection((socket) -> socket.emit("welcome"));
		io.onNewNamespace((namespace) -> logger.info(namespace.name()));
		io.of(Pattern.compile("/dynamic-\\d+")).onConnection((socket) -> logger.info(socket.namespace().name()));
		io.of(Pattern.compile("/tenant-(?<id>\\w+)"))
			.onConnection((socket) -> socket.join(socket.namespace().variables().get("id")));
		io.of((name) -> name.startsWith("/orders/") ? Map.of("id", name.substring(8)) : null).onConnection(listener);
		io.of((name, auth) -> this.users.mayEnter(name, auth.path("token").asString(""))).onConnection(listener);
		io.remove("/admin");
		io.namespaces();
	}

	void middleware(SocketIOServer io) {
		io.use((socket, next) -> this.users.find(socket.handshake().auth().path("token").asString(""))
			.switchIfEmpty(Mono.error(new ConnectRefusedException("unauthorized", Map.of("code", 42))))
			.flatMap((user) -> {
				socket.attributes().put("user", user);
				return next.proceed();
			}));
		io.of("/admin").use((socket, next) -> {
			socket.join("admins");
			return next.proceed();
		});
		io.use((socket, next) -> Mono.error(new ConnectRefusedException("not today")));
	}

	void packetMiddleware(SocketIOSocket socket) {
		socket.use((event) -> event.name().equals("admin") ? Mono.error(new BadEventException("forbidden"))
				: Mono.empty());
	}

	void connection(SocketIOServer io, SocketIOSocket socket) {
		io.onConnection((connected) -> logger.info(connected.id()));
		socket.id();
		socket.isConnected();
		socket.isRecovered();
		socket.namespace().name();
		socket.attributes().put("name", "ann");
		Handshake handshake = socket.handshake();
		handshake.headers();
		handshake.header("user-agent");
		handshake.query().get("room");
		handshake.auth();
		handshake.auth(Login.class);
		handshake.remoteAddress();
		handshake.time();
		handshake.issued();
		handshake.isSecure();
		handshake.isCrossDomain();
		handshake.url();
		handshake.query().get("EIO");
		socket.principal();
		socket.disconnect();
		socket.disconnect(true);
		io.of("/").socket("id");
		io.of("/").sockets();
		io.of("/").sockets().size();
	}

	void sending(SocketIOServer io, SocketIOSocket socket, byte[] bytes, Flux<Price> prices) {
		socket.emit("hello", 1, "2", Map.of("3", 4), bytes);
		socket.send("hi");
		io.emit("hello");
		io.send("hi");
		io.of("/admin").emit("hello");
		socket.asVolatile().emit("position", 1, 2);
		socket.compress(false).emit("picture", bytes);
		socket.emitAll("price", prices).subscribe();
		io.asVolatile().emit("tick");
		io.compress(false).emit("picture", bytes);
		io.local().emit("hello");
	}

	void rooms(SocketIOServer io, SocketIOSocket socket, List<String> names) {
		socket.join("a", "b");
		socket.join(names);
		socket.leave("a");
		socket.rooms();
		io.to("a").emit("hello");
		io.in("a").emit("hello");
		io.to("a", "b").emit("hello");
		io.to(names).emit("hello");
		io.to("a").except("b").emit("hello");
		io.except("b").emit("hello");
		io.to(socket.id()).emit("hello");
		socket.to("a").emit("hello");
		socket.broadcast().emit("hello");
		socket.except("b").emit("hello");
		socket.local().emit("hello");
		socket.broadcast().asVolatile().emit("hello");
		socket.to(socket.rooms()).except(names).emit("hello");
	}

	void acknowledgements(SocketIOServer io, SocketIOSocket socket) {
		socket.on("save", (arguments, ack) -> ack.send("saved", 1));
		socket.on("save", (arguments, ack) -> {
			if (ack.isRequested()) {
				ack.send("saved");
			}
		});
		socket.emitWithAck("question", String.class).subscribe((answer) -> logger.info(answer));
		socket.timeout(Duration.ofSeconds(5))
			.emitWithAck("question", String.class)
			.subscribe((answer) -> logger.info(answer), (error) -> logger.warn("no answer", error));
		io.to("room")
			.timeout(Duration.ofSeconds(5))
			.emitWithAck("question", String.class)
			.collectList()
			.subscribe((answers) -> logger.info("{}", answers));
		io.to("room")
			.timeout(Duration.ofSeconds(5))
			.emitWithAck("question", String.class)
			.doOnNext((answer) -> logger.info(answer))
			.doOnError(AckTimeoutException.class, (error) -> logger.info("{} did not", error.missing()))
			.subscribe();
		socket.broadcast().emitWithAck("question", String.class).count();
	}

	static CompletableFuture<Object> ask(Socket socket, String event, Object... arguments) {
		CompletableFuture<Object> result = new CompletableFuture<>();
		socket.emit(event, arguments, (answer) -> {
			Object first = (answer.length > 0) ? answer[0] : null;
			if (first instanceof JSONObject problem && problem.optBoolean("socketioProblem")) {
				result.completeExceptionally(new IllegalStateException(problem.toString()));
			}
			else {
				result.complete(first);
			}
		});
		return result;
	}

	void listeners(SocketIOSocket socket, SocketEventListener listener, AnyEventListener any,
			OutgoingListener outgoing) {
		socket.on("chat", (arguments, ack) -> logger.info(arguments.get(0, String.class)));
		socket.on("chat", listener);
		socket.once("chat", listener);
		socket.off("chat", listener);
		socket.off("chat");
		socket.off();
		socket.onAny((event, arguments) -> logger.info(event));
		socket.prependAny(any);
		socket.listenersAny();
		socket.offAny(any);
		socket.offAny();
		socket.onAnyOutgoing((event, arguments) -> logger.info(event));
		socket.prependAnyOutgoing(outgoing);
		socket.listenersAnyOutgoing();
		socket.offAnyOutgoing(outgoing);
		socket.offAnyOutgoing();
		socket.onDisconnecting((reason) -> logger.info("leaves {}", socket.rooms()));
		socket.onDisconnect((reason) -> logger.info(reason.value()));
		socket.onDisconnect((reason, details) -> logger.info("{}: {}", reason.value(), details.description()));
	}

	void otherSockets(SocketIOServer io, SocketIOSocket socket) {
		io.fetchSockets().subscribe((other) -> logger.info(other.id()));
		io.to("room").fetchSockets().collectList();
		io.local().fetchSockets();
		io.socketsJoin("room");
		io.to("a").socketsJoin("b", "c");
		io.to("a").socketsLeave("b");
		io.disconnectSockets();
		io.to("a").disconnectSockets(true);
	}

	void remoteSocket(RemoteSocket other) {
		other.id();
		other.handshake();
		other.rooms();
		other.attributes().get("name");
		other.emit("hello");
		other.asVolatile().emit("hello");
		other.timeout(Duration.ofSeconds(5)).emitWithAck("question", String.class);
		other.join("room");
		other.leave("room");
		other.disconnect(true);
	}

	void betweenServers(SocketIOServer io) {
		io.serverSideEmit("reload", "prices");
		io.serverSideEmitWithAck("load", Integer.class).subscribe((load) -> logger.info("{}", load));
		io.serverSideEmitWithAck(Duration.ofSeconds(1), "load", Integer.class);
		Namespace main = io.of("/");
		main.onServerSideEmit("reload", (arguments, ack) -> logger.info(arguments.get(0, String.class)));
		main.onServerSideEmit("load", (arguments, ack) -> ack.send(main.sockets().size()));
	}

	void adapter(SocketIOServer io) {
		Namespace main = io.of("/");
		main.adapter().rooms();
		main.adapter().size("room");
		main.roomsOfAllNodes();
		main.nodeCount();
		main.adapter().addListener(new RoomListener() {

			@Override
			public void onCreateRoom(String room) {
				logger.info("room {} was created", room);
			}

			@Override
			public void onJoinRoom(String room, String socketId) {
				logger.info("{} joined {}", socketId, room);
			}

			@Override
			public void onLeaveRoom(String room, String socketId) {
				logger.info("{} left {}", socketId, room);
			}

			@Override
			public void onDeleteRoom(String room) {
				logger.info("room {} was deleted", room);
			}

		});
	}

	void typed(SocketIOServer io, SocketIOSocket socket, SocketIOOperations socketIO, ChatMessage message) {
		socketIO.to("lobby").as(ChatClient.class).message(message);
		socket.as(ChatClient.class).confirm("42").subscribe((receipt) -> logger.info("{}", receipt));
		io.of("/").as(ChatClient.class).message(message);
	}

	void toUsers(SocketIOOperations socketIO, SocketIOSocket socket, Principal user, ChatMessage message) {
		socketIO.toUser("ann").emit("message", message);
		socket.toUser("ann").emit("message", message);
		socketIO.of("/chat").toUser("ann", "bob").emit("message", message);
		socket.setPrincipal(user);
	}

	@Configuration(proxyBeanMethods = false)
	static class Live {

		// @formatter:off
		@Bean
		SocketIOConfigurer live() {
			return (io) -> io.onConnection((socket) -> socket.on("hello", (arguments, ack) -> ack.send("world")));
		}
		// @formatter:on

	}

	@Configuration(proxyBeanMethods = false)
	static class Options {

		@Bean
		EngineOptionsCustomizer slowClients() {
			return (options) -> options.closeGrace(Duration.ofSeconds(5));
		}

		@Bean
		SocketIOServerCustomizer mapper() {
			return (server) -> server.mapper(JsonMapper.builder().findAndAddModules().build());
		}

		@Bean
		AdapterFactory adapters() {
			return (namespace, sockets) -> new InMemoryAdapter(sockets);
		}

		@Bean
		PacketParser parser(JsonMapper mapper) {
			return new JsonPacketParser(mapper, PacketLimits.defaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Engine {

		@Bean
		HandshakeInterceptor tokenRequired() {
			return (handshake, responseHeaders) -> handshake.headers().containsKey("X-Token") ? Mono.empty()
					: Mono.error(new HandshakeRefusedException("a token is missing"));
		}

		@Bean
		ResponseHeadersCustomizer node() {
			return (request, responseHeaders) -> responseHeaders.set("X-Node", "one");
		}

		@Bean
		HandshakeInterceptor firstAnswer() {
			return (handshake, responseHeaders) -> Mono.fromRunnable(() -> responseHeaders.set("X-Seen", "yes"));
		}

		@Bean
		EngineMiddleware audit() {
			return (exchange, chain) -> chain.filter(exchange)
				.doFirst(() -> logger.info("{}", exchange.getRequest().getURI()));
		}

		@Bean
		EngineListener watch() {
			return new EngineListener() {

				@Override
				public void onConnectionError(ConnectionError error) {
					logger.info("{} {} {}", error.code(), error.message(), error.context());
				}

				@Override
				public void onUpgrade(EngineSession session) {
					logger.info("now by {}", session.transport());
				}

				@Override
				public void onClose(EngineSession session, CloseReason reason) {
					logger.info("closed: {}", reason);
				}

			};
		}

		@Bean
		EngineOptionsCustomizer greeting() {
			return (options) -> options.initialMessage(EngineMessage.text("hello"));
		}

		@Bean
		SessionIdGenerator ids() {
			return (handshake) -> UUID.randomUUID().toString();
		}

	}

	interface ChatClient {

		void message(ChatMessage message);

		Mono<Receipt> confirm(String id);

	}

	@SocketNamespace("/chat")
	static class Chat {

		@OnConnect
		void connected(SocketIOSocket socket, @AuthPayload Login login, @HandshakeHeader("User-Agent") String agent) {
			if (login.token() == null) {
				throw new ConnectRefusedException("unauthorized");
			}
			socket.attributes().put("name", login.name());
		}

		@OnEvent("message")
		Receipt message(SocketIOSocket socket, ChatMessage message, @SocketAttribute String name) {
			socket.to(message.room()).emit("message", name, message);
			return new Receipt(1);
		}

		@OnAnyEvent
		void any(@EventName String event, EventData arguments) {
			logger.info("{} with {} arguments", event, arguments.size());
		}

		@OnDisconnecting
		void leaving(SocketIOSocket socket) {
			socket.to(socket.rooms()).emit("left", socket.id());
		}

		@OnDisconnect
		void gone(DisconnectReason reason) {
			logger.info(reason.value());
		}

		@SocketExceptionHandler
		ProblemDetail invalid(IllegalArgumentException ex) {
			return ProblemDetail.forStatus(400);
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class Tenant {

		@OnEvent("whoami")
		String whoami(@NamespaceVariable String id) {
			return id;
		}

	}

	record Login(@Nullable String token, String name) {
	}

	record ChatMessage(String room, String text) {
	}

	record Price(String stock, double amount) {
	}

	record Receipt(int id) {
	}

	/**
	 * Stands for code of an application.
	 */
	static class Users {

		Mono<String> find(String token) {
			return token.equals("secret") ? Mono.just("ann") : Mono.empty();
		}

		Mono<Boolean> mayEnter(String name, String token) {
			return Mono.just(name.startsWith("/private-") && token.equals("secret"));
		}

	}

}
