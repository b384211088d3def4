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

package io.github.socketiospring.security;

import java.security.Principal;
import java.util.Map;

import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ListeningSecurityContextHolderStrategy;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SecurityContextWriterTests {

	private static final Authentication ANN = new TestingAuthenticationToken("ann", null);

	private final SecurityContextWriter writer = new SecurityContextWriter();

	private final Context ofAdmin = this.writer.write(Context.of("key", "value"),
			new TestingAuthenticationToken("admin", null));

	@Test
	void replacesWhoeverWasThere() {
		Context context = this.writer.write(this.ofAdmin, ANN);
		assertThat(authentication(context)).isSameAs(ANN);
		assertThat(context.<SecurityContext>get(SecurityContext.class.getName()).getAuthentication()).isSameAs(ANN);
		assertThat(context.<String>get("key")).isEqualTo("value");
	}

	@Test
	void leavesNobodyWhereThePrincipalIsUnknownToSecurity() {
		for (Principal principal : new Principal[] { null, () -> "jim" }) {
			Context context = this.writer.write(this.ofAdmin, principal);
			assertThat(authentication(context)).isNull();
			assertThat(context.stream()).extracting(Map.Entry::getKey)
				.containsExactlyInAnyOrder("key", ThreadLocals.Source.class);
		}
	}

	@Test
	void isNotChangedByOneCallForTheOthers() {
		SecurityContext shared = this.ofAdmin.get(SecurityContext.class.getName());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> shared.setAuthentication(ANN))
			.withMessageContaining("setPrincipal");
	}

	@Test
	void isOneObjectForAllSocketsOfNobody() {
		assertThat(this.writer.write(Context.empty(), null)).isSameAs(this.writer.write(Context.empty(), () -> "jim"));
	}

	@Test
	void setsTheThreadToTheSameForTheTimeOfACall() {
		ThreadLocals.Scope call = ThreadLocals.from(this.ofAdmin);
		assertThat(SecurityContextHolder.getContext()).isSameAs(this.ofAdmin.get(SecurityContext.class.getName()));
		ThreadLocals.Scope inner = ThreadLocals.from(this.writer.write(Context.empty(), null));
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
		inner.close();
		assertThat(SecurityContextHolder.getContext()).isSameAs(this.ofAdmin.get(SecurityContext.class.getName()));
		call.close();
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Test
	void usesTheStrategyOfTheApplication() {
		SecurityContextHolderStrategy strategy = new ListeningSecurityContextHolderStrategy((event) -> {
		});
		Context context = new SecurityContextWriter(() -> strategy).write(Context.empty(), ANN);
		try (ThreadLocals.Scope call = ThreadLocals.from(context)) {
			assertThat(strategy.getContext().getAuthentication()).isSameAs(ANN);
		}
	}

	private static @Nullable Authentication authentication(Context context) {
		return ReactiveSecurityContextHolder.getContext()
			.map(SecurityContext::getAuthentication)
			.contextWrite(context)
			.block();
	}

}
