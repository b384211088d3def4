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

package io.github.socketiospring.server.support.admission;

import java.security.Principal;
import java.util.Objects;

import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.SocketIdentity;
import io.github.socketiospring.server.support.revision.Revision;
import io.github.socketiospring.support.FatalErrors;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

/**
 * Identifies the client of a CONNECT: finds the session that it resumes, or creates the
 * identity of a new socket, and takes the id when it is free.
 */
final class Identification {

	/** The property of the payload that contains the secret of a lost socket. */
	static final String PRIVATE_ID = "pid";

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private static final String OFFSET = "offset";

	private static final String OCCUPIED = "The previous socket has not left yet";

	private final EngineSession session;

	private final Revision revision;

	private final String namespace;

	private final AdmissionPolicy policy;

	/**
	 * Create an identification.
	 * @param session the client's session
	 * @param revision the revision of the protocol that the client uses
	 * @param namespace the namespace's name
	 * @param policy what applies to every CONNECT
	 */
	Identification(EngineSession session, Revision revision, String namespace, AdmissionPolicy policy) {
		this.session = session;
		this.revision = revision;
		this.namespace = namespace;
		this.policy = policy;
	}

	/**
	 * The Reactor context before there is a socket.
	 * @return the kept context of the request, with the client's identity
	 */
	ContextView requestContext() {
		return this.policy.requestContext(this.session.handshake());
	}

	private @Nullable Principal requesting() {
		return this.session.handshake().principal();
	}

	/**
	 * Identify the client, and take the id of its socket unless a predecessor still has
	 * it. If another connection takes the id in the meantime, the client is identified
	 * again.
	 * @param entrance the client's entrance to the namespace
	 * @param auth the payload of CONNECT
	 * @param lease releases the id
	 * @return what the client may claim; fails with {@link ConnectRefusedException} if
	 * its id does not become free in time
	 */
	Mono<Claim> identify(NamespaceEntrance entrance, JsonNode auth, Lease lease) {
		return find(entrance, auth).flatMap((claim) -> awaitPredecessor(entrance, claim))
			.filter((claim) -> takeId(claim, entrance, lease))
			.switchIfEmpty(Mono.defer(() -> identify(entrance, auth, lease)));
	}

	private boolean takeId(Claim claim, NamespaceEntrance entrance, Lease lease) {
		SocketIdentity identity = claim.identity();
		return claim.hasPredecessor() || (identity.privateId() == null && !this.revision.keepsIds())
				|| entrance.takeId(identity.id(), lease);
	}

	private Mono<Claim> find(NamespaceEntrance entrance, JsonNode auth) {
		boolean recovering = entrance.isRecovering() && this.revision.canRecover();
		Claim fresh = fresh(recovering);
		JsonNode privateId = auth.path(PRIVATE_ID);
		JsonNode offset = auth.path(OFFSET);
		if (!recovering || !privateId.isString() || !offset.isString()) {
			return Mono.just(fresh);
		}
		Mono<Claim> present = Mono.fromSupplier(() -> findPresent(entrance, privateId.asString(), offset.asString()));
		Mono<Claim> saved = findSaved(entrance, privateId.asString(), offset.asString())
			.map((session) -> Claim.of(session, offset.asString()));
		// A socket that leaves is saved before it is removed. One that is resumed in the
		// meantime is added before its session is removed.
		return present.switchIfEmpty(saved)
			.switchIfEmpty(present)
			.filter(this::mayBelongToClient)
			.defaultIfEmpty(fresh);
	}

	/**
	 * Find the session that a lost socket left behind.
	 * @param entrance the client's entrance to the namespace
	 * @param identity the identity of the recovered socket
	 * @return the session, empty if there is none, or it is not found in time
	 */
	Mono<SavedSession> findSaved(NamespaceEntrance entrance, SocketIdentity identity) {
		String privateId = identity.privateId();
		String offset = identity.offset();
		return (privateId != null && offset != null) ? findSaved(entrance, privateId, offset) : Mono.empty();
	}

	private Mono<SavedSession> findSaved(NamespaceEntrance entrance, String privateId, String offset) {
		return entrance.findSaved(privateId, offset).onErrorResume((ex) -> !FatalErrors.isFatal(ex), (ex) -> {
			this.policy.error(logger, "A client of namespace " + LogFormat.value(this.namespace)
					+ " gets a new socket, since its session could not be looked up", ex);
			return Mono.empty();
		});
	}

	private Claim fresh(boolean recovering) {
		return Claim.fresh(SocketIdentity.fresh(this.revision.socketId(this.namespace, this.session.id()),
				recovering ? Ids.random() : null));
	}

	/**
	 * Find the session of a socket that the server still considers connected, although
	 * its client has lost the connection.
	 * @param entrance the client's entrance to the namespace
	 * @param privateId the secret that the client presents
	 * @param offset the offset of the last event that it received
	 * @return a claim with a predecessor, {@code null} if there is none
	 */
	private @Nullable Claim findPresent(NamespaceEntrance entrance, String privateId, String offset) {
		LiveSocket socket = entrance.findPresent(privateId);
		if (socket == null || socket.socket().session() == this.session || !entrance.isRemembered(offset)) {
			return null;
		}
		return Claim.of(socket.session(privateId), offset, socket);
	}

	private boolean isPresent(NamespaceEntrance entrance, SocketIdentity identity) {
		String privateId = identity.privateId();
		String offset = identity.offset();
		return privateId != null && offset != null && findPresent(entrance, privateId, offset) != null;
	}

	/**
	 * Whether the client may be the owner of a saved session, according to the request.
	 * If the application identifies clients, only middleware can decide.
	 * @param claim a claim with a session
	 * @return {@code false} if the request has another principal
	 */
	private boolean mayBelongToClient(Claim claim) {
		SavedSession session = claim.session();
		return session != null && (session.principal() != null || isOwner(requesting(), session));
	}

	/**
	 * Whether a user is the one of a saved session.
	 * @param principal the user, {@code null} if it is not known
	 * @param session the saved session
	 * @return {@code false} if the session belongs to another user
	 */
	static boolean isOwner(@Nullable Principal principal, SavedSession session) {
		return Objects.equals(session.user(), (principal != null) ? principal.getName() : null);
	}

	/**
	 * Wait until the disconnect handlers of the previous socket with the same id have
	 * completed. If that socket has come back on another connection and middleware still
	 * examines it, wait until it has entered: only then may it be replaced. If this takes
	 * too long, a client that resumes gets a new socket.
	 * @param entrance the client's entrance to the namespace
	 * @param claim what the client claims
	 * @return the claim, or one of a new socket
	 */
	private Mono<Claim> awaitPredecessor(NamespaceEntrance entrance, Claim claim) {
		SocketIdentity identity = claim.identity();
		Mono<Void> free = (claim.session() != null)
				? entrance.idFreedOrEntered(identity.id(), () -> isPresent(entrance, identity))
				: entrance.idFreed(identity.id());
		if (free == null || claim.hasPredecessor()) {
			return Mono.just(claim);
		}
		return this.policy.completing(free.thenReturn(claim), Mono.defer(() -> instead(claim)));
	}

	private Mono<Claim> instead(Claim claim) {
		if (claim.session() != null) {
			return Mono.just(fresh(true));
		}
		this.policy.count(SocketIOCounter.CONNECT_REFUSED);
		logger.debug("Session {} may not enter namespace {}: its previous socket there has not left yet", this.session,
				LogFormat.value(this.namespace));
		return Mono.error(new ConnectRefusedException(OCCUPIED));
	}

	/**
	 * The principal of the socket. If middleware is skipped, it is the saved one, unless
	 * the new request has another.
	 * @param identity the identity of the socket
	 * @return the principal, {@code null} if it is not known
	 */
	@Nullable Principal principal(SocketIdentity identity) {
		Principal requesting = requesting();
		Principal known = this.policy.trustsSavedSessions() ? identity.principal() : null;
		return (known != null && (requesting == null || isSame(requesting.getName(), known.getName()))) ? known
				: requesting;
	}

	private static boolean isSame(@Nullable String requesting, @Nullable String known) {
		return known != null && known.equals(requesting);
	}

}
