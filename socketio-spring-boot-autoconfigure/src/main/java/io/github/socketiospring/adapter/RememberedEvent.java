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

package io.github.socketiospring.adapter;

/**
 * An event as it is remembered for recovery: ready to be sent, without the values from
 * which it was encoded. Immutable. Created by the namespace and returned to it.
 *
 * @since 0.1.0
 * @see RecoveryAdapter#remember
 */
public interface RememberedEvent {

	/**
	 * The memory of the event while it is remembered, including the overhead of objects.
	 * @return an estimated number of bytes
	 */
	long cost();

}
