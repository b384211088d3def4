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

package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.engineio.EngineCookie;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.HttpCompression;
import io.github.socketiospring.engineio.transport.PerMessageDeflate;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.handler.HandlerExecution;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.RecoveryOptions;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.support.MemoryLimit;
import io.github.socketiospring.support.Rate;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Properties of the Socket.IO server. Invalid values are rejected when the application
 * starts.
 *
 * @param path Path under which clients connect, relative to the application's base path.
 * @param addTrailingSlash Whether the path with a trailing slash is served as well, which
 * JavaScript clients request by default.
 * @param transports Comma-separated list of transports that clients may use.
 * @param allowUpgrades Whether a session that began with HTTP long-polling may move to
 * WebSocket.
 * @param allowEio3 Whether clients of Socket.IO 2.x may connect, which use Engine.IO
 * revision 3.
 * @param pingInterval Time between the heartbeat's pings to each client.
 * @param pingTimeout Time a client has to answer a ping before its session is closed.
 * @param upgradeTimeout Time a client has to complete an upgrade that it began.
 * @param connectTimeout Time a new connection has to join its first namespace before it
 * is closed, and time middleware and handlers have to decide about a further one.
 * @param maxHttpBufferSize Size up to which a message from a client is accepted. A larger
 * WebSocket message closes the session, a larger POST is refused with 413.
 * @param parser Wire format of packets, which clients must be configured for as well.
 * @param serveClient Whether to serve the client for browsers below the path.
 * @param cookie Cookie with the session's id, for load balancers.
 * @param httpCompression Compression of the answers to polls.
 * @param perMessageDeflate Compression of WebSocket messages.
 * @param cleanupEmptyChildNamespaces Whether a namespace that was created by a pattern is
 * removed when its last socket leaves, and no lost socket can come back to it. If not, at
 * most 100 empty ones are kept.
 * @param joinSocketIds Whether a socket may join the room that is the id of another
 * socket, and so receive what is sent to it.
 * @param connectionStateRecovery Recovery of the state of clients that lost their
 * connection.
 * @param cors Origins that may connect in addition to the application's own.
 * @param handlers How annotated handler methods are run.
 * @param acks Acknowledgements that the server waits for.
 * @param errors How errors are reported to clients.
 * @param limits The resources that clients may use.
 * @param rateLimits How often clients may connect and send events.
 * @param security Authentication of clients, if Spring Security is on the class path.
 * @param shutdown How open sockets are disconnected when the application stops.
 * @since 0.1.0
 */
// @formatter:off
@ConfigurationProperties("socketio")
public record SocketIOProperties(
		@DefaultValue("/socket.io") String path,
		@DefaultValue("true") boolean addTrailingSlash,
		@DefaultValue({ "polling", "websocket" }) Set<TransportType> transports,
		@DefaultValue("true") boolean allowUpgrades,
		@DefaultValue("false") boolean allowEio3,
		@DefaultValue("25s") Duration pingInterval,
		@DefaultValue("20s") Duration pingTimeout,
		@DefaultValue("10s") Duration upgradeTimeout,
		@DefaultValue("45s") Duration connectTimeout,
		@DefaultValue("1000000B") DataSize maxHttpBufferSize,
		@DefaultValue("json") Parser parser,
		@DefaultValue("true") boolean serveClient,
		@DefaultValue Cookie cookie,
		@DefaultValue PollCompression httpCompression,
		@DefaultValue MessageCompression perMessageDeflate,
		@DefaultValue("false") boolean cleanupEmptyChildNamespaces,
		@DefaultValue("false") boolean joinSocketIds,
		@DefaultValue Recovery connectionStateRecovery,
		@DefaultValue Cors cors,
		@DefaultValue Handlers handlers,
		@DefaultValue Acks acks,
		@DefaultValue Errors errors,
		@DefaultValue Limits limits,
		@DefaultValue RateLimits rateLimits,
		@DefaultValue Security security,
		@DefaultValue Shutdown shutdown) {
// @formatter:on

	public SocketIOProperties {
		PropertyChecks.path("socketio.path", path);
		PropertyChecks.notEmpty("socketio.transports", transports);
		PropertyChecks.positive("socketio.ping-interval", pingInterval);
		PropertyChecks.positive("socketio.ping-timeout", pingTimeout);
		PropertyChecks.positive("socketio.upgrade-timeout", upgradeTimeout);
		PropertyChecks.positive("socketio.connect-timeout", connectTimeout);
		PropertyChecks.positive("socketio.max-http-buffer-size", maxHttpBufferSize);
	}

	EngineOptions.Builder toEngineOptions() {
		return EngineOptions.builder()
			.transports(this.transports)
			.allowUpgrades(this.allowUpgrades)
			.allowEIO3(this.allowEio3)
			.pingInterval(this.pingInterval)
			.pingTimeout(this.pingTimeout)
			.upgradeTimeout(this.upgradeTimeout)
			.maxPayload((int) this.maxHttpBufferSize.toBytes())
			.cookie(this.cookie.toEngineCookie())
			.httpCompression(this.httpCompression.toOptions())
			.perMessageDeflate(this.perMessageDeflate.toOptions())
			.maxOutboundBytes(this.limits.outboundSize.toBytes())
			.maxMemory(this.limits.memory.bytes())
			.maxSessionMemory(this.limits.connectionMemory.toBytes())
			.slowAfter(this.limits.slowAfter)
			.maxSessions(this.limits.connections)
			.maxSessionsPerAddress(this.limits.connectionsPerAddress)
			.connectionRate(this.rateLimits.toConnectionRate());
	}

	SocketIOOptions toSocketIOOptions() {
		return SocketIOOptions.builder()
			.connectTimeout(this.connectTimeout)
			.ackTimeout(this.acks.timeout)
			.maxPendingAcks(this.acks.limit)
			.concurrency(this.handlers.concurrency)
			.backlogSize(this.handlers.backlogSize.toBytes())
			.handlerTimeout(this.handlers.timeout)
			.completionTimeout(this.handlers.completionTimeout)
			.maxNamespaces(this.limits.namespaces)
			.maxSocketsPerUser(this.limits.socketsPerUser)
			.maxDynamicNamespaces(this.limits.dynamicNamespaces)
			.maxRooms(this.limits.rooms)
			.maxRoomNameLength(this.limits.roomNameLength)
			.joinSocketIds(this.joinSocketIds)
			.cleanupEmptyChildNamespaces(this.cleanupEmptyChildNamespaces)
			.recovery(this.connectionStateRecovery.toOptions())
			.maxHeldBytes(this.limits.outboundSize.toBytes())
			.eventRates(this.rateLimits.toEventRates())
			.refusedConnectRate(this.rateLimits.toRefusedConnectRate())
			.build();
	}

	/**
	 * Wire format of packets.
	 */
	public enum Parser {

		/** JSON with attachments, the default of all clients. */
		JSON,

		/**
		 * MessagePack, for clients with 'socket.io-msgpack-parser'. Needs
		 * 'org.msgpack:msgpack-core'.
		 */
		MSGPACK

	}

	/**
	 * Origins that may connect in addition to the application's own.
	 *
	 * @param allowedOrigins Comma-separated list of origins to allow. '*' allows all
	 * origins, but without credentials.
	 * @param allowedOriginPatterns Comma-separated list of origin patterns to allow, such
	 * as 'https://*.example.com'. Unlike '*' in allowed origins, patterns can be combined
	 * with credentials.
	 * @param allowedMethods Comma-separated list of methods to allow. '*' allows all
	 * methods.
	 * @param allowedHeaders Comma-separated list of headers to allow in a request. '*'
	 * allows all headers.
	 * @param exposedHeaders Comma-separated list of headers to include in a response.
	 * @param allowCredentials Whether browsers may send cookies and other credentials.
	 * When not set, credentials are not allowed.
	 * @param maxAge Time for which a browser may remember the answer to a pre-flight
	 * request.
	 */
	// @formatter:off
	public record Cors(
			@DefaultValue List<String> allowedOrigins,
			@DefaultValue List<String> allowedOriginPatterns,
			@DefaultValue({ "GET", "POST" }) List<String> allowedMethods,
			@DefaultValue("*") List<String> allowedHeaders,
			@DefaultValue List<String> exposedHeaders,
			@Nullable Boolean allowCredentials,
			@DefaultValue("30m") Duration maxAge) {
	// @formatter:on

		public Cors {
			PropertyChecks.notNegative("socketio.cors.max-age", maxAge);
			PropertyChecks.require(!Boolean.TRUE.equals(allowCredentials) || !allowedOrigins.contains("*"),
					"socketio.cors.allowed-origins", allowedOrigins,
					"'*' cannot be combined with socketio.cors.allow-credentials=true; "
							+ "name the origins, or use socketio.cors.allowed-origin-patterns");
		}

		/**
		 * The configuration for Spring.
		 * @return the configuration, {@code null} if no other origin may connect
		 */
		@Nullable CorsConfiguration toCorsConfiguration() {
			if (this.allowedOrigins.isEmpty() && this.allowedOriginPatterns.isEmpty()) {
				return null;
			}
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOrigins(this.allowedOrigins);
			configuration.setAllowedOriginPatterns(this.allowedOriginPatterns);
			configuration.setAllowedMethods(this.allowedMethods);
			configuration.setAllowedHeaders(this.allowedHeaders);
			configuration.setExposedHeaders(this.exposedHeaders);
			configuration.setAllowCredentials(this.allowCredentials);
			configuration.setMaxAge(this.maxAge);
			return configuration;
		}

	}

	/**
	 * Cookie with the session's id, for load balancers.
	 *
	 * @param enabled Whether the answer to a polling handshake sets the cookie.
	 * @param name Name of the cookie.
	 * @param path Path of the cookie.
	 * @param domain Domain of the cookie. When not set, the cookie belongs to the host.
	 * @param maxAge Time for which browsers keep the cookie. When not set, the cookie
	 * lasts until the browser is closed.
	 * @param httpOnly Whether the cookie is hidden from scripts.
	 * @param secure Whether the cookie is sent over TLS only.
	 * @param sameSite Whether the cookie is sent with requests of other sites: 'strict',
	 * 'lax' or 'none'.
	 */
	// @formatter:off
	public record Cookie(
			@DefaultValue("false") boolean enabled,
			@DefaultValue("io") String name,
			@DefaultValue("/") String path,
			@Nullable String domain,
			@Nullable Duration maxAge,
			@DefaultValue("true") boolean httpOnly,
			@DefaultValue("false") boolean secure,
			@DefaultValue("lax") String sameSite) {
	// @formatter:on

		public Cookie {
			PropertyChecks.require(sameSite.matches("(?i)strict|lax|none"), "socketio.cookie.same-site", sameSite,
					"must be 'strict', 'lax' or 'none'");
			if (maxAge != null) {
				PropertyChecks.notNegative("socketio.cookie.max-age", maxAge);
			}
		}

		@Nullable EngineCookie toEngineCookie() {
			return this.enabled ? EngineCookie.builder(this.name)
				.path(this.path)
				.domain(this.domain)
				.maxAge(this.maxAge)
				.httpOnly(this.httpOnly)
				.secure(this.secure)
				.sameSite(this.sameSite)
				.build() : null;
		}

	}

	/**
	 * Compression of the answers to polls.
	 *
	 * @param enabled Whether answers to polls are compressed, with gzip or deflate as the
	 * client accepts.
	 * @param threshold Size from which an answer is compressed.
	 */
	// @formatter:off
	public record PollCompression(
			@DefaultValue("true") boolean enabled,
			@DefaultValue("1024B") DataSize threshold) {
	// @formatter:on

		public PollCompression {
			PropertyChecks.positive("socketio.http-compression.threshold", threshold);
		}

		@Nullable HttpCompression toOptions() {
			return this.enabled ? new HttpCompression((int) this.threshold.toBytes()) : null;
		}

	}

	/**
	 * Compression of WebSocket messages.
	 *
	 * @param enabled Whether clients may negotiate compression, which takes memory for
	 * each connection.
	 * @param threshold Size from which a message is compressed.
	 */
	// @formatter:off
	public record MessageCompression(
			@DefaultValue("false") boolean enabled,
			@DefaultValue("1024B") DataSize threshold) {
	// @formatter:on

		public MessageCompression {
			PropertyChecks.positive("socketio.per-message-deflate.threshold", threshold);
		}

		@Nullable PerMessageDeflate toOptions() {
			return this.enabled ? new PerMessageDeflate((int) this.threshold.toBytes()) : null;
		}

	}

	/**
	 * Recovery of the state of clients that lost their connection.
	 *
	 * @param enabled Whether lost connections are remembered.
	 * @param maxDisconnectionDuration Time for which a client may stay disconnected.
	 * @param skipMiddlewares Whether a client that comes back skips middleware.
	 * @param maxPackets Number of events, and of lost sockets, that each namespace
	 * remembers.
	 * @param maxSize Memory for events and lost sockets of all namespaces together.
	 * Beyond that, the oldest are dropped first.
	 */
	// @formatter:off
	public record Recovery(
			@DefaultValue("false") boolean enabled,
			@DefaultValue("2m") Duration maxDisconnectionDuration,
			@DefaultValue("false") boolean skipMiddlewares,
			@DefaultValue("10000") int maxPackets,
			@DefaultValue("64MB") DataSize maxSize) {
	// @formatter:on

		public Recovery {
			PropertyChecks.positive("socketio.connection-state-recovery.max-disconnection-duration",
					maxDisconnectionDuration);
			PropertyChecks.positive("socketio.connection-state-recovery.max-packets", maxPackets);
			PropertyChecks.positive("socketio.connection-state-recovery.max-size", maxSize);
		}

		RecoveryOptions toOptions() {
			return RecoveryOptions.builder()
				.enabled(this.enabled)
				.maxDisconnection(this.maxDisconnectionDuration)
				.skipMiddlewares(this.skipMiddlewares)
				.maxPackets(this.maxPackets)
				.maxBytes(this.maxSize.toBytes())
				.build();
		}

	}

	/**
	 * How annotated handler methods are run.
	 *
	 * @param execution Where methods run that do not return a reactive type.
	 * @param ordered Whether the events of one socket are handled one after another.
	 * @param concurrency Number of events of one connection that unordered handlers may
	 * handle at once, in all of its namespaces. Further events wait.
	 * @param backlogSize Total size of the events of one connection that may wait for
	 * their turn before the server stops reading from its client.
	 * @param timeout Time that handling an event may take while its client is connected,
	 * unless the handler has its own timeout. When not set, there is no limit.
	 * @param completionTimeout Time that handlers may continue with the events of a
	 * client that has left.
	 * @param maxResults Number of values of a returned 'Flux' that are collected to
	 * acknowledge an event. More values are an error.
	 */
	// @formatter:off
	public record Handlers(
			@DefaultValue("auto") HandlerExecution execution,
			@DefaultValue("true") boolean ordered,
			@DefaultValue("64") int concurrency,
			@DefaultValue("1MB") DataSize backlogSize,
			@Nullable Duration timeout,
			@DefaultValue("30s") Duration completionTimeout,
			@DefaultValue("10000") int maxResults) {
	// @formatter:on

		public Handlers {
			PropertyChecks.positive("socketio.handlers.concurrency", concurrency);
			PropertyChecks.positive("socketio.handlers.backlog-size", backlogSize);
			if (timeout != null) {
				PropertyChecks.positive("socketio.handlers.timeout", timeout);
			}
			PropertyChecks.notNegative("socketio.handlers.completion-timeout", completionTimeout);
			PropertyChecks.positive("socketio.handlers.max-results", maxResults);
		}

	}

	/**
	 * Acknowledgements that the server waits for.
	 *
	 * @param timeout Time a client has to acknowledge, unless the call has its own
	 * timeout.
	 * @param limit Number of acknowledgements that may be outstanding for one socket.
	 */
	// @formatter:off
	public record Acks(
			@DefaultValue("30s") Duration timeout,
			@DefaultValue("1000") int limit) {
	// @formatter:on

		public Acks {
			PropertyChecks.positive("socketio.acks.timeout", timeout);
			PropertyChecks.positive("socketio.acks.limit", limit);
		}

	}

	/**
	 * How errors are reported to clients.
	 *
	 * @param includeMessage Whether the problem for an argument of the wrong type
	 * describes which part of it is wrong and why.
	 * @param acknowledge How an event that is refused or fails is acknowledged.
	 */
	// @formatter:off
	public record Errors(
			@DefaultValue("never") IncludeMessage includeMessage,
			@DefaultValue("problem") Acknowledge acknowledge) {
	// @formatter:on

		/**
		 * When to include the reason of an error.
		 */
		public enum IncludeMessage {

			/**
			 * Always: reveals names of properties and types of the application to its
			 * clients.
			 */
			ALWAYS,

			/** Never. */
			NEVER

		}

		/**
		 * How an event that is refused or fails is acknowledged.
		 */
		public enum Acknowledge {

			/** With a problem as defined by RFC 9457, with "socketioProblem": true. */
			PROBLEM,

			/** Not at all, as in Node.js: the client waits until its timeout. */
			NONE

		}

	}

	/**
	 * The resources that clients may use.
	 *
	 * @param connections Number of connections to this node.
	 * @param connectionsPerAddress Number of connections that each address may have at
	 * once. Zero means no limit.
	 * @param attachments Number of binary values that one packet may carry, in both
	 * directions.
	 * @param namespaces Number of namespaces that one connection may be in.
	 * @param socketsPerUser Number of sockets that each authenticated user may have, in
	 * all namespaces together. Zero means no limit.
	 * @param dynamicNamespaces Number of namespaces that patterns created because clients
	 * requested them.
	 * @param rooms Number of rooms that one socket may be in.
	 * @param roomNameLength Length of the name of a room that a socket joins, in
	 * characters.
	 * @param namespaceLength Length of a namespace's name, in bytes.
	 * @param eventNameLength Length of an event's name, in characters.
	 * @param authSize Size of the payload with which a client connects to a namespace.
	 * @param nestingDepth Levels of nested arrays and objects in the payload of a packet.
	 * @param outboundSize Size of the messages that may wait to be sent to one client,
	 * including the overhead of objects.
	 * @param memory Memory that all clients together may use on the server, a size or a
	 * share of the heap such as 30%.
	 * @param connectionMemory Memory that one client may use on the server, not counting
	 * messages that wait to be sent to it.
	 * @param slowAfter Time after which a client is disconnected if it reads none of the
	 * messages that wait for it.
	 */
	// @formatter:off
	public record Limits(
			@DefaultValue("100000") int connections,
			@DefaultValue("0") int connectionsPerAddress,
			@DefaultValue("10") int attachments,
			@DefaultValue("100") int namespaces,
			@DefaultValue("0") int socketsPerUser,
			@DefaultValue("10000") int dynamicNamespaces,
			@DefaultValue("1000") int rooms,
			@DefaultValue("256") int roomNameLength,
			@DefaultValue("512") int namespaceLength,
			@DefaultValue("256") int eventNameLength,
			@DefaultValue("64KB") DataSize authSize,
			@DefaultValue("500") int nestingDepth,
			@DefaultValue("16MB") DataSize outboundSize,
			@DefaultValue("30%") MemoryLimit memory,
			@DefaultValue("16MB") DataSize connectionMemory,
			@DefaultValue("60s") Duration slowAfter) {
	// @formatter:on

		private static final int MAX_NESTING_DEPTH = 1000;

		public Limits {
			PropertyChecks.positive("socketio.limits.connections", connections);
			PropertyChecks.notNegative("socketio.limits.connections-per-address", connectionsPerAddress);
			PropertyChecks.notNegative("socketio.limits.attachments", attachments);
			PropertyChecks.positive("socketio.limits.namespaces", namespaces);
			PropertyChecks.notNegative("socketio.limits.sockets-per-user", socketsPerUser);
			PropertyChecks.positive("socketio.limits.dynamic-namespaces", dynamicNamespaces);
			PropertyChecks.positive("socketio.limits.rooms", rooms);
			PropertyChecks.positive("socketio.limits.room-name-length", roomNameLength);
			PropertyChecks.positive("socketio.limits.auth-size", authSize);
			PropertyChecks.positive("socketio.limits.namespace-length", namespaceLength);
			PropertyChecks.positive("socketio.limits.event-name-length", eventNameLength);
			PropertyChecks.require(nestingDepth > 0 && nestingDepth <= MAX_NESTING_DEPTH,
					"socketio.limits.nesting-depth", nestingDepth,
					"must be from 1 to " + MAX_NESTING_DEPTH + ", since reading deeper values overflows the stack");
			PropertyChecks.positive("socketio.limits.outbound-size", outboundSize);
			PropertyChecks.positive("socketio.limits.connection-memory", connectionMemory);
			PropertyChecks.positive("socketio.limits.slow-after", slowAfter);
		}

		PacketLimits toPacketLimits() {
			return PacketLimits.builder()
				.attachments(this.attachments)
				.namespaceLength(this.namespaceLength)
				.eventNameLength(this.eventNameLength)
				.authSize((int) this.authSize.toBytes())
				.nestingDepth(this.nestingDepth)
				.build();
		}

	}

	/**
	 * How often clients may connect and send events.
	 *
	 * @param eventsPerSecond Number of events that each connection may send in a second,
	 * to all of its namespaces together. Zero means no limit.
	 * @param eventBurst Number of events that a connection may send at once after a
	 * period of silence. Zero means the number for one second.
	 * @param connectionsPerAddress Number of connections that each address may open in a
	 * period. Zero means no limit.
	 * @param connectionPeriod Period for which the connections of an address are counted.
	 * @param refusedConnectsPerMinute Number of times in a minute that each connection
	 * may be refused by namespaces, in all of them together. Zero means no limit.
	 */
	// @formatter:off
	public record RateLimits(
			@DefaultValue("0") int eventsPerSecond,
			@DefaultValue("0") int eventBurst,
			@DefaultValue("0") int connectionsPerAddress,
			@DefaultValue("1m") Duration connectionPeriod,
			@DefaultValue("100") int refusedConnectsPerMinute) {
	// @formatter:on

		private static final Duration SECOND = Duration.ofSeconds(1);

		public RateLimits {
			PropertyChecks.notNegative("socketio.rate-limits.events-per-second", eventsPerSecond);
			PropertyChecks.notNegative("socketio.rate-limits.event-burst", eventBurst);
			PropertyChecks.require(eventBurst == 0 || eventsPerSecond > 0, "socketio.rate-limits.event-burst",
					eventBurst, "has no effect without socketio.rate-limits.events-per-second");
			PropertyChecks.notNegative("socketio.rate-limits.connections-per-address", connectionsPerAddress);
			PropertyChecks.require(
					connectionPeriod.toMillis() > 0 && connectionPeriod.compareTo(Duration.ofDays(1)) <= 0,
					"socketio.rate-limits.connection-period", connectionPeriod,
					"must be between one millisecond and one day");
			PropertyChecks.notNegative("socketio.rate-limits.refused-connects-per-minute", refusedConnectsPerMinute);
		}

		List<EventRate> toEventRates() {
			if (this.eventsPerSecond == 0) {
				return List.of();
			}
			return List.of(EventRate.of(this.eventsPerSecond, SECOND,
					(this.eventBurst > 0) ? this.eventBurst : this.eventsPerSecond));
		}

		@Nullable Rate toRefusedConnectRate() {
			return (this.refusedConnectsPerMinute > 0) ? new Rate(this.refusedConnectsPerMinute, Duration.ofMinutes(1))
					: null;
		}

		@Nullable Rate toConnectionRate() {
			return (this.connectionsPerAddress > 0) ? new Rate(this.connectionsPerAddress, this.connectionPeriod)
					: null;
		}

	}

	/**
	 * Authentication of clients, if Spring Security is on the class path.
	 *
	 * @param connectAuth Authentication of clients by a bearer token when they connect to
	 * a namespace.
	 * @param expiry What happens when the credentials of clients end.
	 * @param logout Whose sockets are disconnected at a logout.
	 */
	public record Security(@DefaultValue ConnectAuth connectAuth, @DefaultValue Expiry expiry,
			@DefaultValue("session") Logout logout) {

	}

	/**
	 * Whose sockets are disconnected at a logout.
	 */
	public enum Logout {

		/** Those that were opened by the HTTP session. */
		SESSION,

		/** All sockets of the user, and those of the HTTP session. */
		USER,

		/** No sockets, and sessions are not observed. */
		NONE

	}

	/**
	 * What happens when the credentials of clients end.
	 *
	 * @param enabled Whether sockets are disconnected when the token of their client
	 * ends.
	 * @param clockSkew Time after its end during which a token is still accepted. Use
	 * that of the decoder.
	 * @param event Name of the event that notifies a client before it is disconnected.
	 * Empty for no event.
	 * @param refreshEvent Name of the event by which a connected client presents a new
	 * token, or other credentials that CONNECT accepts. Empty to let clients connect
	 * again instead.
	 */
	// @formatter:off
	public record Expiry(
			@DefaultValue("true") boolean enabled,
			@DefaultValue("60s") Duration clockSkew,
			@DefaultValue("token_expired") String event,
			@DefaultValue("refresh_token") String refreshEvent) {
	// @formatter:on

		public Expiry {
			PropertyChecks.notNegative("socketio.security.expiry.clock-skew", clockSkew);
		}

	}

	/**
	 * Authentication of clients by a bearer token when they connect to a namespace.
	 *
	 * @param decoder Name of the bean of type 'ReactiveJwtDecoder' or
	 * 'ReactiveOpaqueTokenIntrospector' that reads tokens. When not set, CONNECT is not
	 * authenticated.
	 * @param converter Name of the bean that converts the result of the decoder to an
	 * 'Authentication'. When not set, Spring Security's default is used; the converter of
	 * a filter chain is not used here.
	 * @param namespaces Comma-separated list of names or patterns of the namespaces whose
	 * clients are authenticated.
	 * @param required Whether to refuse clients that neither CONNECT nor the handshake
	 * has authenticated.
	 */
	// @formatter:off
	public record ConnectAuth(
			@Nullable String decoder,
			@Nullable String converter,
			@DefaultValue("/**") List<String> namespaces,
			@DefaultValue("true") boolean required) {
	// @formatter:on

		public ConnectAuth {
			PropertyChecks.require(converter == null || decoder != null, "socketio.security.connect-auth.converter",
					String.valueOf(converter), "has no effect without socketio.security.connect-auth.decoder");
			PropertyChecks.notEmpty("socketio.security.connect-auth.namespaces", namespaces);
		}

	}

	/**
	 * How open sockets are disconnected when the application stops.
	 *
	 * @param budget Time within which all sockets are disconnected.
	 * @param batch Number of sockets that are disconnected at once, so that their clients
	 * do not all reconnect at the same moment.
	 */
	// @formatter:off
	public record Shutdown(
			@DefaultValue("5s") Duration budget,
			@DefaultValue("1000") int batch) {
	// @formatter:on

		public Shutdown {
			PropertyChecks.notNegative("socketio.shutdown.budget", budget);
			PropertyChecks.positive("socketio.shutdown.batch", batch);
		}

	}

}
