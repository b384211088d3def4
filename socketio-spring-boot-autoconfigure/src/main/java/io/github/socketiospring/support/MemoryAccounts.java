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

package io.github.socketiospring.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The accounts of a budget that have not ended. They are kept in an array, which needs
 * little memory for each idle connection. It is read without a lock, so a reader may miss
 * an account that is just being moved.
 */
final class MemoryAccounts {

	private volatile @Nullable MemoryAccount[] accounts = new MemoryAccount[64];

	private volatile int size;

	private volatile int open;

	synchronized void add(MemoryAccount account) {
		insert(account);
		this.open++;
	}

	/**
	 * An account was closed.
	 * @param account the account of a connection that has ended
	 */
	synchronized void closed(MemoryAccount account) {
		this.open--;
		update(account);
	}

	/**
	 * Keep a closed account while it has charges, and remove it otherwise.
	 * @param account an account that was closed before
	 */
	synchronized void update(MemoryAccount account) {
		boolean present = account.index >= 0;
		boolean holding = account.held() != 0;
		if (holding && !present) {
			insert(account);
		}
		else if (!holding && present) {
			remove(account);
		}
	}

	int size() {
		return this.size;
	}

	int open() {
		return this.open;
	}

	List<MemoryAccount> all() {
		@Nullable MemoryAccount[] present = this.accounts;
		List<MemoryAccount> all = new ArrayList<>(this.size);
		for (MemoryAccount account : present) {
			if (account != null) {
				all.add(account);
			}
		}
		return all;
	}

	private void insert(MemoryAccount account) {
		@Nullable MemoryAccount[] present = this.accounts;
		if (this.size == present.length) {
			present = Arrays.copyOf(present, 2 * present.length);
		}
		present[this.size] = account;
		this.accounts = present;
		account.index = this.size++;
	}

	private void remove(MemoryAccount account) {
		@Nullable MemoryAccount[] present = this.accounts;
		int last = --this.size;
		MemoryAccount moved = present[last];
		present[last] = null;
		if (moved != null && moved != account) {
			present[account.index] = moved;
			moved.index = account.index;
		}
		account.index = -1;
		if (present.length > 64 && this.size < present.length / 4) {
			present = Arrays.copyOf(present, present.length / 2);
		}
		this.accounts = present;
	}

}
