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

package io.github.socketiospring.engineio.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import io.github.socketiospring.support.Rate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddressRates}.
 */
class AddressRatesTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final AddressRates rates = new AddressRates(new Rate(1, Duration.ofSeconds(10)), 3);

	@Test
	void countsEachAddressForItself() throws Exception {
		assertThat(admits("192.0.2.1", 0)).isTrue();
		assertThat(admits("192.0.2.1", 0)).isFalse();
		assertThat(admits("192.0.2.2", 0)).isTrue();
		assertThat(admits("192.0.2.1", 10 * SECOND)).isTrue();
	}

	@Test
	void countsANetworkOfIpVersion6AsOne() throws Exception {
		assertThat(admits("2001:db8:0:1::1", 0)).isTrue();
		assertThat(admits("2001:db8:0:1:ffff::2", 0)).isFalse();
		assertThat(admits("2001:db8:0:2::1", 0)).isTrue();
	}

	@Test
	void countsWhatAProxySays() {
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved("192.0.2.1", 1), 0)).isTrue();
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved("192.0.2.1", 2), 0)).isFalse();
		String endless = "x".repeat(100_000);
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved(endless + "a", 1), 0)).isTrue();
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved(endless + "b", 1), 0)).isFalse();
	}

	@Test
	void countsANetworkOfIpVersion6AsOneWhenAProxySaysIt() {
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved("2001:db8:0:1::1", 1), 0)).isTrue();
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved("[2001:DB8:0:1:ffff::2]", 1), 0)).isFalse();
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved("2001:db8:0:2::1", 1), 0)).isTrue();
		assertThat(this.rates.admits(InetSocketAddress.createUnresolved("::1::2", 1), 0)).as("no address").isTrue();
	}

	@Test
	void forgetsWhoWasSilentWhenThereIsNoRoom() throws Exception {
		for (int i = 1; i <= 3; i++) {
			admits("192.0.2." + i, SECOND);
		}
		// An address without room is admitted, and not remembered.
		assertThat(admits("192.0.2.4", 2 * SECOND)).isTrue();
		assertThat(admits("192.0.2.4", 2 * SECOND)).isTrue();
		assertThat(admits("192.0.2.1", 2 * SECOND)).isFalse();
		assertThat(this.rates.size()).isEqualTo(3);
		assertThat(admits("192.0.2.5", 12 * SECOND)).isTrue();
		assertThat(this.rates.size()).isOne();
		assertThat(admits("192.0.2.5", 12 * SECOND)).isFalse();
	}

	private boolean admits(String address, long now) throws UnknownHostException {
		return this.rates.admits(new InetSocketAddress(InetAddress.getByName(address), 1), now);
	}

}
