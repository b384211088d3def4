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

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.ClusterAnswerException;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.PartialResultException;

/**
 * Some clients did not acknowledge in time, or will not since their node is gone, or not
 * with the requested type. The valid answers to a broadcast have been emitted before;
 * this exception lists the missing and invalid ones.
 *
 * @since 0.1.0
 */
public class AckTimeoutException extends PartialResultException {

	private final Set<String> missing;

	private final transient Map<String, Throwable> invalid;

	private final Set<String> unread;

	private final int missingElsewhere;

	private final transient MissingNodes missingNodes;

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
		this(event, missing, invalid, unread, 0, MissingNodes.NONE);
	}

	/**
	 * Create an exception.
	 * @param event the event that was to be acknowledged
	 * @param missing the ids of the sockets that did not answer, as far as known
	 * @param invalid why an answer could not be converted to the requested type, by the
	 * id of its socket
	 * @param unread the ids of the missing sockets from which the server does not read
	 * @param missingElsewhere how many more sockets of other nodes did not answer
	 * @param missingNodes the nodes that are gone, or did not report how many sockets
	 * they asked
	 */
	public AckTimeoutException(String event, Set<String> missing, Map<String, Throwable> invalid, Set<String> unread,
			int missingElsewhere, MissingNodes missingNodes) {
		super(message(event, missing.size(), missingElsewhere, invalid, missingNodes)
				+ explanation(missing.size() + missingElsewhere, unread.size()) + nodes(missingNodes),
				invalid.isEmpty() ? null : invalid.values().iterator().next());
		this.missing = Set.copyOf(missing);
		this.invalid = Map.copyOf(invalid);
		this.unread = Set.copyOf(unread);
		this.missingElsewhere = missingElsewhere;
		this.missingNodes = missingNodes;
	}

	private static String nodes(MissingNodes missing) {
		if (missing.count() == 0) {
			return "";
		}
		String names = missing.names().isEmpty() ? "" : ": " + String.join(", ", new TreeSet<>(missing.names()));
		return "; " + missing.count() + " of " + Math.max(missing.expected(), missing.count())
				+ " other node(s) are gone, or did not report which sockets they asked" + names;
	}

	private static String explanation(int missing, int unread) {
		if (unread == 0) {
			return "";
		}
		String reason = "more than 'socketio.handlers.backlog-size' of its events wait for handlers";
		return (unread == missing) ? ", whose answers are not read: " + reason
				: "; the answers of " + unread + " of them are not read: " + reason;
	}

	private static String message(String event, int missing, int elsewhere, Map<String, Throwable> invalid,
			MissingNodes nodes) {
		if (missing + elsewhere + invalid.size() == 0 && nodes.count() > 0) {
			return "Event '" + event + "' was not acknowledged in time";
		}
		String late = (missing + elsewhere) + (invalid.isEmpty() ? " socket(s)" : "")
				+ ((elsewhere == 0) ? "" : ", " + elsewhere + " of them on other nodes");
		if (invalid.isEmpty()) {
			return "Event '" + event + "' was not acknowledged in time by " + late;
		}
		String problem = "Event '" + event + "' was acknowledged " + kind(invalid.values()) + " by " + invalid.size()
				+ " socket(s)";
		return ((missing + elsewhere == 0) ? problem : problem + " and not in time by " + late) + tooLarge(invalid);
	}

	private static String kind(Collection<Throwable> invalid) {
		return invalid.stream().anyMatch(ClusterAnswerException.class::isInstance)
				? "with values that are too large or of the wrong type" : "with the wrong type";
	}

	private static String tooLarge(Map<String, Throwable> invalid) {
		return invalid.values()
			.stream()
			.filter(ClusterAnswerException.class::isInstance)
			.map((ex) -> "; " + ex.getMessage())
			.distinct()
			.sorted()
			.collect(Collectors.joining());
	}

	/**
	 * The sockets that did not answer, and whose ids are known: those of this node, and
	 * the socket that was asked alone.
	 * @return their ids
	 */
	public Set<String> missing() {
		return this.missing;
	}

	/**
	 * How many more sockets of other nodes did not answer. A node reports how many
	 * sockets it asked, but not which.
	 * @return a number without those of {@link #missing}
	 */
	public int missingElsewhere() {
		return this.missingElsewhere;
	}

	/**
	 * The nodes that did not report in time how many sockets they asked, and those that
	 * were gone before their sockets answered.
	 * @return their number, and their names as far as known
	 */
	public MissingNodes missingNodes() {
		return (this.missingNodes != null) ? this.missingNodes : MissingNodes.NONE;
	}

	/**
	 * The missing sockets whose clients may have answered, but from which the server does
	 * not read, since their waiting events have reached
	 * {@link SocketIOOptions#backlogSize()}. This happens to a handler that waits for its
	 * own client's answer while too many events of this client wait for the handler.
	 * @return the ids of such sockets on this node
	 */
	public Set<String> unread() {
		return this.unread;
	}

	/**
	 * The sockets of a broadcast whose answer could not be converted, or was too large to
	 * be forwarded by their node. With a single socket, the caller gets the reason itself
	 * instead. A number such as {@code #2} takes the place of an id that another node did
	 * not report.
	 * @return the reason, usually an
	 * {@link io.github.socketiospring.protocol.ArgumentConversionException}, or a
	 * {@link ClusterAnswerException} that names the node, by the id of the socket
	 */
	public Map<String, Throwable> invalid() {
		return this.invalid;
	}

}
