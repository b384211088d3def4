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

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Says who a client is in the Reactor context of whatever is called for its socket, in
 * the terms of the application's security. It is asked whenever
 * {@link SocketIOSocket#principal()} may have changed, so that the context never
 * contradicts the principal.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PrincipalContextWriter {

	/**
	 * Say who the client is. Called on any thread; must neither block nor throw.
	 * @param context the context so far, which may already say so of somebody else
	 * @param principal the client, {@code null} when it is not known
	 * @return the context with the client, or without anybody
	 */
	Context write(Context context, @Nullable Principal principal);

}
