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

package io.github.socketiospring.server;

import java.util.Map;
import java.util.Set;

/**
 * Some clients did not acknowledge in time, or not with the requested type. The valid
 * answers to a broadcast have been emitted before; this exception lists the missing and
 * invalid ones.
 *
 * @since 0.1.0
 */
public class AckTimeoutException extends RuntimeException {

	private final Set<String> missing;

	private final transient Map<String, Throwable> invalid;

	private final Set<String> unread;

	/**
	 * Create an exception.
	 * @param event the event that was to be acknowledged
	 * @param missing the ids of the sockets that did not answer, as far as known
	 */
	public AckTimeoutException(String event, Set<String> missing) {
		this(event, missing, Map.of());
	}

	/**
	 * Create an exception.
	 * @param event the event that was to be acknowledged
	 * @param missing the ids of the sockets that did not answer, as far as known
	 * @param invalid why an answer could not be converted to the requested type, by the
	 * id of its socket
	 */
	public AckTimeoutException(String event, Set<String> missing, Map<String, Throwable> invalid) {
		this(event, missing, invalid, Set.of());
	}

	/**
	 * Create an exception.
	 * @param event the event that was to be acknowledged
	 * @param missing the ids of the sockets that did not answer, as far as known
	 * @param invalid why an answer could not be converted to the requested type, by the
	 * id of its socket
	 * @param unread the ids of the missing sockets from which the server does not read
	 */
	public AckTimeoutException(String event, Set<String> missing, Map<String, Throwable> invalid, Set<String> unread) {
		super(message(event, missing.size(), invalid.size()) + explanation(missing.size(), unread.size()),
				invalid.isEmpty() ? null : invalid.values().iterator().next());
		this.missing = Set.copyOf(missing);
		this.invalid = Map.copyOf(invalid);
		this.unread = Set.copyOf(unread);
	}

	private static String explanation(int missing, int unread) {
		if (unread == 0) {
			return "";
		}
		String reason = "more than 'socketio.handlers.backlog-size' of its events wait for handlers";
		return (unread == missing) ? ", whose answers are not read: " + reason
				: "; the answers of " + unread + " of them are not read: " + reason;
	}

	private static String message(String event, int missing, int invalid) {
		if (invalid == 0) {
			return "Event '" + event + "' was not acknowledged in time by " + missing + " socket(s)";
		}
		String problem = "Event '" + event + "' was acknowledged with the wrong type by " + invalid + " socket(s)";
		return (missing == 0) ? problem : problem + " and not in time by " + missing;
	}

	/**
	 * The sockets that did not answer.
	 * @return their ids
	 */
	public Set<String> missing() {
		return this.missing;
	}

	/**
	 * The missing sockets whose clients may have answered, but from which the server does
	 * not read, since their waiting events have reached
	 * {@link SocketIOOptions#backlogSize()}. A handler that waits for its own client's
	 * answer then waits for itself.
	 * @return the ids of such sockets on this node
	 */
	public Set<String> unread() {
		return this.unread;
	}

	/**
	 * The sockets of a broadcast whose answer could not be converted. With a single
	 * socket, the caller gets the conversion error itself instead.
	 * @return the reason, usually an
	 * {@link io.github.socketiospring.protocol.ArgumentConversionException}, by the id of
	 * the socket
	 */
	public Map<String, Throwable> invalid() {
		return this.invalid;
	}

}
