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

package io.github.socketiospring.server.support.inbound;

import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.support.outbound.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * Calls a programmatic listener.
 */
final class ListenerEventHandler implements EventHandler {

	private final SocketEventListener listener;

	private final boolean once;

	private final WireFormat format;

	ListenerEventHandler(SocketEventListener listener, boolean once, WireFormat format) {
		this.listener = listener;
		this.once = once;
		this.format = format;
	}

	SocketEventListener listener() {
		return this.listener;
	}

	/**
	 * Whether the listener is called for one event only.
	 * @return {@code true} for a listener of {@code once}
	 */
	boolean isOnce() {
		return this.once;
	}

	@Override
	public boolean isNamed() {
		return true;
	}

	@Override
	public @Nullable Object readArguments(EventArguments arguments) {
		return this.format.data(arguments.readTrees());
	}

	@Override
	public void handle(EventInvocation invocation) {
		EventData arguments = (EventData) invocation.arguments();
		if (arguments == null) {
			throw new IllegalStateException("The arguments were not read");
		}
		try {
			this.listener.onEvent(arguments, invocation.ack());
		}
		catch (Exception ex) {
			invocation.fail(ex);
			return;
		}
		invocation.handled();
	}

}
