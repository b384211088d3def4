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

package io.github.socketiospring.benchmarks.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testsupport.attack.Assault;
import io.github.socketiospring.testsupport.attack.Attack;

/**
 * Runs attackers, each on its own thread and from its own address, until the input of
 * this process ends. They have their own process, so that the cost of attacking does not
 * affect the measurements.
 */
public final class Attackers {

	private static final int CONNECTIONS_OF_EACH = 101;

	private static final long PAUSE_MILLIS = 500;

	private final CountDownLatch over = new CountDownLatch(1);

	private Attackers() {
	}

	/**
	 * Attack until the input ends.
	 * @param args the server's port, and the names of attacks
	 * @throws Exception if a thread does not end
	 */
	public static void main(String[] args) throws Exception {
		new Attackers().run(Integer.parseInt(args[0]), Arrays.stream(args).skip(1).map(Attack::valueOf).toList());
	}

	private void run(int port, List<Attack> attacks) throws Exception {
		List<Assault> assaults = attacks.stream()
			.map((attack) -> new Assault("127.0.1." + (1 + attack.ordinal()), port, CONNECTIONS_OF_EACH))
			.toList();
		Thread[] threads = new Thread[attacks.size()];
		for (int i = 0; i < threads.length; i++) {
			Attack attack = attacks.get(i);
			Assault assault = assaults.get(i);
			threads[i] = new Thread(() -> strike(attack, assault), attack.name());
			threads[i].start();
		}
		System.in.transferTo(OutputStream.nullOutputStream());
		this.over.countDown();
		assaults.forEach(Assault::close);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void strike(Attack attack, Assault assault) {
		int blows = 0;
		List<IOException> repelled = new ArrayList<>();
		try (assault) {
			while (!this.over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
				blows++;
				assault.strike(attack).ifPresent(repelled::add);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		System.out.println("%s: %d attempts, %d of them repelled%s".formatted(attack, blows, repelled.size(),
				repelled.isEmpty() ? "" : ", first by " + repelled.get(0)));
	}

}
