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

package io.github.socketiospring.annotation.support;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.validation.BindException;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ArgumentValidatorTests {

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	private HandlerTester tester = tester(Handlers.class);

	private HandlerTester tester(Class<?> bean) {
		this.validator.afterPropertiesSet();
		return new HandlerTester().with((options) -> options.validator(this.validator)).start(bean);
	}

	@AfterEach
	void close() {
		this.tester.close();
		this.validator.close();
	}

	@Test
	void letsValidArgumentPass() throws Exception {
		assertThat(this.tester.emit("valid", "first", new Item("tea", 1)).acknowledged()).containsExactly("tea");
	}

	@Test
	void invalidArgumentGoesToExceptionHandler() throws Exception {
		assertThat(this.tester.emit("valid", "first", new Item("", 1)).acknowledged())
			.containsExactly("1 item.name NotBlank");
	}

	@Test
	void validatesGroups() throws Exception {
		assertThat(this.tester.emit("group", new Item("", 11)).acknowledged()).containsExactly("0 item.count Max");
		assertThat(this.tester.emit("group", new Item("", 10)).acknowledged()).isEmpty();
	}

	@Test
	void validatesElements() throws Exception {
		assertThat(this.tester.emit("list", List.of(new Item("tea", 1), new Item(" ", 1))).acknowledged())
			.containsExactly("0 items[1].name NotBlank");
	}

	@Test
	void validatesElementsOfEachKindOfContainer() throws Exception {
		Item valid = new Item("", 1);
		Item tooMany = new Item("", 11);
		assertThat(this.tester.emit("group-list", List.of(valid, tooMany)).acknowledged())
			.containsExactly("0 items[1].count Max");
		assertThat(this.tester.emit("group-array", (Object) new Item[] { valid, null, tooMany }).acknowledged())
			.containsExactly("0 items[2].count Max");
		assertThat(this.tester.emit("group-map", Map.of("k", tooMany)).acknowledged())
			.containsExactly("0 items[k].count Max");
		assertThat(this.tester.emit("group-rest", "first", valid, tooMany).acknowledged())
			.containsExactly("1 items[1].count Max");
		assertThat(this.tester.emit("group-rest", "first", valid, null).acknowledged()).isEmpty();
	}

	@Test
	void validatesAllArgumentsOfAnyEvent() throws Exception {
		this.tester.close();
		this.tester = tester(AnyEvent.class);
		assertThat(this.tester.emit("any", new Item("tea", 1), new Item(" ", 1)).acknowledged())
			.containsExactly("0 items[1].name NotBlank");
	}

	@Test
	void validatesOptional() throws Exception {
		assertThat(this.tester.emit("optional").acknowledged()).isEmpty();
		assertThat(this.tester.emit("optional", new Item("", 1)).acknowledged())
			.satisfiesExactly((problem) -> assertThat((String) problem).startsWith("0 "));
	}

	@Test
	void validatesAuthPayload() throws Exception {
		this.tester.handshake.auth = this.tester.mapper.valueToTree(Map.of("name", "", "count", 1));
		assertThat(this.tester.emit("auth").acknowledged()).containsExactly("-1 item.name NotBlank");
	}

	@Test
	void withoutValidatorApplicationDoesNotStart() {
		try (HandlerTester other = new HandlerTester()) {
			assertThatIllegalStateException().isThrownBy(() -> other.start(Handlers.class))
				.withMessageContaining("is marked with @Valid")
				.withMessageContaining("spring-boot-starter-validation");
		}
	}

	interface Large {

	}

	record Item(@NotBlank String name, @Max(value = 10, groups = Large.class) int count) {
	}

	@SocketNamespace
	@NonBlocking
	static class Handlers {

		@OnEvent("valid")
		String valid(String first, @Valid Item item) {
			return item.name();
		}

		@OnEvent("group")
		void group(@Validated(Large.class) Item item) {
		}

		@OnEvent("list")
		void list(@Valid List<Item> items) {
		}

		@OnEvent("group-list")
		void groupOfList(@Validated(Large.class) List<Item> items) {
		}

		@OnEvent("group-array")
		void groupOfArray(@Validated(Large.class) Item[] items) {
		}

		@OnEvent("group-map")
		void groupOfMap(@Validated(Large.class) Map<String, Item> items) {
		}

		@OnEvent("group-rest")
		void groupOfRest(String first, @Validated(Large.class) Item... items) {
		}

		@OnEvent("optional")
		void optional(@Valid Optional<Item> item) {
		}

		@OnEvent("auth")
		void auth(@AuthPayload @Valid Item item) {
		}

		@SocketExceptionHandler
		String invalid(BindException ex) {
			return ((ArgumentNotValidException) ex).index() + " " + ex.getObjectName() + "."
					+ ex.getFieldErrors().get(0).getField() + " " + ex.getFieldErrors().get(0).getCode();
		}

	}

	@SocketNamespace
	@NonBlocking
	static class AnyEvent {

		@OnAnyEvent
		void any(@Valid List<Item> items) {
		}

		@SocketExceptionHandler
		String invalid(BindException ex) {
			return new Handlers().invalid(ex);
		}

	}

}
