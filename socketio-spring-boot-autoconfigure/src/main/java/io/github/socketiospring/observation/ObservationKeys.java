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

package io.github.socketiospring.observation;

import java.util.Locale;

import io.github.socketiospring.adapter.cluster.MessageKind;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.Ids;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The key values of the default conventions.
 */
final class ObservationKeys {

	private ObservationKeys() {
	}

	static KeyValues of(String namespace, Observation.Context context) {
		return result(context).and(KeyValue.of(ObservationKey.NAMESPACE, namespace));
	}

	static KeyValues of(MessageKind kind, Observation.Context context) {
		return result(context).and(of(kind));
	}

	static KeyValue of(Enum<?> kind) {
		return KeyValue.of(ObservationKey.KIND, word(kind));
	}

	static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	private static KeyValues result(Observation.Context context) {
		return KeyValues.of(KeyValue.of(ObservationKey.OUTCOME, (context.getError() != null) ? "error" : "success"),
				exception(context));
	}

	static KeyValue exception(Observation.Context context) {
		Throwable error = context.getError();
		return KeyValue.of(ObservationKey.EXCEPTION, (error != null) ? error.getClass().getSimpleName() : "none");
	}

	static KeyValues of(String namespace, @Nullable String event, Observation.Context context) {
		return of(namespace, context).and(KeyValue.of(ObservationKey.EVENT, (event != null) ? event : "other"));
	}

	static KeyValues of(SocketIOSocket socket) {
		return KeyValues.of(KeyValue.of(ObservationKey.SOCKET_ID, shownId(socket)));
	}

	static String shownId(SocketIOSocket socket) {
		return Ids.abbreviate(socket.id(), socket.session().id());
	}

}
