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

/**
 * Settings that are the defaults but for what a test is about.
 */
public final class TestOptions {

	private int maxPendingAcks = 1000;

	private int concurrency = 64;

	private long backlogSize = 1024 * 1024;

	private int maxNamespaces = 100;

	private int maxDynamicNamespaces = 10_000;

	private int maxRooms = 1000;

	private boolean cleanup;

	private RecoveryOptions recovery = RecoveryOptions.defaults();

	public TestOptions maxPendingAcks(int maxPendingAcks) {
		this.maxPendingAcks = maxPendingAcks;
		return this;
	}

	public TestOptions concurrency(int concurrency) {
		this.concurrency = concurrency;
		return this;
	}

	public TestOptions backlogSize(long backlogSize) {
		this.backlogSize = backlogSize;
		return this;
	}

	public TestOptions maxNamespaces(int maxNamespaces) {
		this.maxNamespaces = maxNamespaces;
		return this;
	}

	public TestOptions maxDynamicNamespaces(int maxDynamicNamespaces) {
		this.maxDynamicNamespaces = maxDynamicNamespaces;
		return this;
	}

	public TestOptions maxRooms(int maxRooms) {
		this.maxRooms = maxRooms;
		return this;
	}

	public TestOptions cleanup() {
		this.cleanup = true;
		return this;
	}

	public TestOptions recovery(boolean skipMiddlewares) {
		this.recovery = RecoveryOptions.builder()
			.enabled(true)
			.skipMiddlewares(skipMiddlewares)
			.maxPackets(100)
			.build();
		return this;
	}

	public SocketIOOptions build() {
		return SocketIOOptions.builder()
			.maxPendingAcks(this.maxPendingAcks)
			.concurrency(this.concurrency)
			.backlogSize(this.backlogSize)
			.maxNamespaces(this.maxNamespaces)
			.maxDynamicNamespaces(this.maxDynamicNamespaces)
			.maxRooms(this.maxRooms)
			.cleanupEmptyChildNamespaces(this.cleanup)
			.recovery(this.recovery)
			.build();
	}

}
