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

package io.github.socketiospring.event;

import org.springframework.context.ApplicationEvent;

/**
 * Base of the events about a principal in a namespace on this node.
 *
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public abstract class UserEvent extends ApplicationEvent {

	private final String namespace;

	/**
	 * Create an event.
	 * @param namespace the name of the namespace
	 * @param user the name of the principal
	 */
	protected UserEvent(String namespace, String user) {
		super(user);
		this.namespace = namespace;
	}

	/**
	 * The namespace.
	 * @return the name of the namespace
	 */
	public String namespace() {
		return this.namespace;
	}

	/**
	 * The principal.
	 * @return the name of the principal
	 */
	public String user() {
		return (String) getSource();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " of user " + user() + " in namespace " + this.namespace;
	}

}
