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
 * Writes the client's identity to the Reactor context of code that is called for its
 * socket, in the form that the application's security framework expects. It is called
 * whenever {@link SocketIOSocket#principal()} may have changed, so that the context
 * always matches the principal.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PrincipalContextWriter {

	/**
	 * Write the client's identity. Called on any thread; must neither block nor throw.
	 * @param context the context so far, which may contain another identity
	 * @param principal the client's principal, {@code null} if it is not known
	 * @return the context with the client's identity, or without any
	 */
	Context write(Context context, @Nullable Principal principal);

}
