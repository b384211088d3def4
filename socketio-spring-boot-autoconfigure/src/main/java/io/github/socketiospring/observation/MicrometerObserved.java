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

import io.github.socketiospring.server.SocketIOObserver.Observed;
import io.github.socketiospring.support.ThreadLocals;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * An observation that has started.
 */
final class MicrometerObserved implements Observed, ThreadLocals.Source {

	private final Observation observation;

	private final @Nullable SocketMdc mdc;

	/**
	 * Create the observed connect or event.
	 * @param observation a started observation
	 * @param mdc the values for the MDC, {@code null} to leave the MDC unchanged
	 */
	MicrometerObserved(Observation observation, @Nullable SocketMdc mdc) {
		this.observation = observation;
		this.mdc = mdc;
	}

	@Override
	public Context context(Context context) {
		Context observed = context.put(ObservationThreadLocalAccessor.KEY, this.observation)
			.put(ThreadLocals.OBSERVATION, this);
		return (this.mdc != null) ? observed.put(SocketMdc.KEY, this.mdc) : observed;
	}

	@Override
	public ThreadLocals.Scope open() {
		Observation.Scope scope = this.observation.openScope();
		ThreadLocals.Scope logged = (this.mdc != null) ? this.mdc.open() : null;
		return () -> {
			if (logged != null) {
				logged.close();
			}
			scope.close();
		};
	}

	@Override
	public void end(@Nullable Throwable error) {
		if (error != null) {
			this.observation.error(error);
		}
		this.observation.stop();
	}

}
