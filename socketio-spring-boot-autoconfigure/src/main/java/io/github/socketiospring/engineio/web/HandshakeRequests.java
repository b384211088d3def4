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

package io.github.socketiospring.engineio.web;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.EngineCookie;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineRevision;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.HandshakePermit;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.polling.PollingFormat;
import io.github.socketiospring.engineio.transport.polling.PollingTransport;
import io.github.socketiospring.support.Rate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;

/**
 * Begins sessions: checks their first request, lets interceptors examine it, and opens
 * the first transport.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#handshake">Engine.IO
 * protocol, handshake</a>
 */
final class HandshakeRequests {

	/** How many addresses are remembered: as many as there may be sessions by default. */
	private static final int MAX_ADDRESSES = 100_000;

	private static final Mono<Boolean> ADMITTED = Mono.just(true);

	private final EngineServer server;

	private final EngineHandshakes handshakes;

	private final List<HandshakeInterceptor> interceptors;

	private final Refusals refusals;

	private final Origins origins;

	private final PollingRequests polls;

	private final WebSocketRequests webSockets;

	private final @Nullable AddressRates addressRates;

	private final @Nullable AddressSessions addressSessions;

	HandshakeRequests(EngineServer server, EngineHandshakes handshakes, List<HandshakeInterceptor> interceptors,
			Refusals refusals, Origins origins, PollingRequests polls, WebSocketRequests webSockets,
			@Nullable AddressSessions addressSessions) {
		this.server = server;
		this.handshakes = handshakes;
		this.interceptors = interceptors;
		this.refusals = refusals;
		this.origins = origins;
		this.polls = polls;
		this.webSockets = webSockets;
		this.addressSessions = addressSessions;
		Rate rate = server.options().connectionRate();
		this.addressRates = (rate != null) ? new AddressRates(rate, MAX_ADDRESSES) : null;
	}

	/**
	 * Open a session, unless a limit or the application refuses it.
	 * @param exchange the exchange of the handshake
	 * @param request the parameters of the request
	 * @return completes when the request has been answered or, for a WebSocket, when it
	 * is closed
	 */
	Mono<Void> begin(ServerWebExchange exchange, EngineRequest request) {
		if (request.method() != HttpMethod.GET) {
			return this.refusals.badHandshakeMethod(exchange, request);
		}
		if (request.upgrade() != (request.transport() == TransportType.WEBSOCKET)) {
			return this.refusals.badRequest(exchange, request, "TRANSPORT_HANDSHAKE_ERROR");
		}
		if (!this.server.isAccepting()) {
			return this.refusals.shuttingDown(new EngineResponse(exchange, request.upgrade()));
		}
		if (this.server.memory().isFull()) {
			return this.refusals.full(new EngineResponse(exchange, request.upgrade()));
		}
		HandshakePermit permit = this.server.entry().admit();
		if (permit == null) {
			return this.refusals.tooMany(new EngineResponse(exchange, request.upgrade()));
		}
		InetSocketAddress address = exchange.getRequest().getRemoteAddress();
		if (!isPlaceTaken(address, permit)) {
			permit.close();
			return this.refusals.tooManyOfAddress(exchange, request);
		}
		if (!isAddressAdmitted(address)) {
			permit.close();
			return this.refusals.tooOften(exchange, request);
		}
		return this.handshakes.of(exchange)
			.flatMap((handshake) -> examine(exchange, request, handshake)
				.flatMap((admitted) -> open(exchange, request, handshake, permit)))
			.doFinally((signal) -> end(exchange, request, signal, permit));
	}

	private static void end(ServerWebExchange exchange, EngineRequest request, SignalType signal,
			HandshakePermit permit) {
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		boolean accepted = status == null || status.isSameCodeAs(HttpStatus.SWITCHING_PROTOCOLS);
		if (request.upgrade() && signal == SignalType.ON_COMPLETE && accepted) {
			permit.answered();
		}
		else {
			permit.close();
		}
	}

	private Mono<Boolean> examine(ServerWebExchange exchange, EngineRequest request, EngineHandshake handshake) {
		if (this.interceptors.isEmpty()) {
			return ADMITTED;
		}
		HttpHeaders headers = exchange.getResponse().getHeaders();
		Mono<Void> examined = Mono.empty();
		for (HandshakeInterceptor interceptor : this.interceptors) {
			examined = examined.then(Mono.defer(() -> interceptor.beforeHandshake(handshake, headers)));
		}
		return examined.then(ADMITTED)
			.onErrorResume((ex) -> this.refusals.handshake(exchange, request, ex).then(Mono.empty()));
	}

	private boolean isPlaceTaken(@Nullable InetSocketAddress address, HandshakePermit permit) {
		AddressSessions sessions = this.addressSessions;
		if (sessions == null || address == null) {
			return true;
		}
		if (!sessions.take(address)) {
			return false;
		}
		permit.ifUnopened(() -> sessions.giveBack(address));
		return true;
	}

	private boolean isAddressAdmitted(@Nullable InetSocketAddress address) {
		return this.addressRates == null || address == null
				|| this.addressRates.admits(address, this.server.timer().now(TimeUnit.NANOSECONDS));
	}

	private Mono<Void> open(ServerWebExchange exchange, EngineRequest request, EngineHandshake handshake,
			HandshakePermit permit) {
		EngineRevision revision = request.revision();
		if (revision == EngineRevision.V3) {
			if (!this.server.options().allowEIO3()) {
				return this.refusals.unsupportedProtocol(exchange, request);
			}
			if (request.jsonp() != null && !this.origins.mayRunScript(exchange.getRequest())) {
				return this.refusals.origin(exchange, request, "another site, with JSONP");
			}
		}
		String id;
		try {
			id = permit.accept(revision, handshake);
		}
		catch (RuntimeException ex) {
			return this.refusals.noId(exchange, request, ex);
		}
		return request.upgrade() ? this.webSockets.open(exchange, request, permit::open)
				: openPolling(exchange, request, permit, id);
	}

	private Mono<Void> openPolling(ServerWebExchange exchange, EngineRequest request, HandshakePermit permit,
			String id) {
		EngineOptions options = this.server.options();
		PollingFormat format = format(request);
		PollingTransport transport = permit
			.open((session) -> new PollingTransport(session, this.server.timer(), options.maxPayload(), format));
		EngineCookie cookie = options.cookie();
		if (cookie != null) {
			exchange.getResponse().getHeaders().add(HttpHeaders.SET_COOKIE, cookie.header(id));
		}
		return this.polls.poll(new EngineResponse(exchange, false), transport);
	}

	private static PollingFormat format(EngineRequest request) {
		return switch (request.revision()) {
			case V4 -> PollingFormat.REVISION_4;
			case V3 -> PollingFormat.revision3(request.base64(), request.jsonp());
		};
	}

}
