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

package io.github.socketiospring.autoconfigure.observation;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the observations of the server.
 *
 * @param enabled Whether connects, events and acknowledgements are observed. When not
 * set, they are if the application has a tracer.
 * @param broadcasts Whether broadcasts are observed as well.
 * @param propagation Whether clients name the trace that an event or a connect belongs
 * to.
 * @param heldPolls Whether polls that wait for data are observed as HTTP requests.
 * @since 0.1.0
 */
// @formatter:off
@ConfigurationProperties("socketio.observations")
public record SocketIOObservationProperties(
		@Nullable Boolean enabled,
		@DefaultValue("false") boolean broadcasts,
		@DefaultValue("false") boolean propagation,
		@DefaultValue("false") boolean heldPolls) {
// @formatter:on

}
