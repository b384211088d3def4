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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.Ack;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.ParameterValidationResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Constraints of parameters are validated as in a controller.
 */
class MethodConstraintsTests {

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	private HandlerTester tester = start(Handlers.class);

	private HandlerTester start(Class<?>... beans) {
		this.validator.afterPropertiesSet();
		return new HandlerTester().with((options) -> options.validator(this.validator)).start(beans);
	}

	@AfterEach
	void close() {
		this.tester.close();
		this.validator.close();
	}

	@Test
	void letsValidArgumentsPass() throws Exception {
		assertThat(this.tester.emit("say", "abc").acknowledged()).containsExactly("abc");
		assertThat(this.tester.emit("number", 99, 3).acknowledged()).containsExactly("102");
		assertThat(this.tester.emit("words", List.of("a")).acknowledged()).containsExactly("[a]");
		assertThat(this.tester.emit("optional").acknowledged()).containsExactly("Optional.empty");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "say | abcdef | s: size must be between 0 and 3", "say | ' ' | s: must not be blank",
					"needed | | s: must not be null", "optional | abcd | s: size must be between 0 and 3",
					"inherited | abcdef | text: size must be between 0 and 3" })
	void refusesAnArgumentThatBreaksItsConstraint(String event, String argument, String problem) throws Exception {
		assertThat(this.tester.emit(event, argument).acknowledged()).containsExactly(List.of(problem));
	}

	@Test
	void namesEachParameterThatIsNotValid() throws Exception {
		assertThat(this.tester.emit("number", 100, 4).acknowledged())
			.containsExactly(List.of("a: must be less than or equal to 99", "b: must be less than or equal to 3"));
		assertThat(this.tester.emit("item", new Item("", 1), "abcd").acknowledged())
			.containsExactly(List.of("item.name: must not be blank", "s: size must be between 0 and 3"));
	}

	@Test
	void namesElementsThatAreNotValid() throws Exception {
		assertThat(this.tester.emit("words", List.of("a", " ")).acknowledged())
			.containsExactly(List.of("words[1]: must not be blank"));
		assertThat(this.tester.emit("map", Map.of("k", new Item("", 1))).acknowledged())
			.containsExactly(List.of("items[k].name: must not be blank"));
		assertThat(this.tester.emit("array", (Object) new Item[] { new Item("", 1) }).acknowledged())
			.containsExactly(List.of("items[0].name: must not be blank"));
		assertThat(this.tester.emit("rest", 1, 2, 3).acknowledged())
			.containsExactly(List.of("numbers: size must be between 0 and 2"));
	}

	@Test
	void checksElementsAtAnyDepth() throws Exception {
		assertThat(this.tester.emit("nested-lists", List.of(List.of("a"))).acknowledged()).isEmpty();
		assertThat(this.tester.emit("nested-lists", List.of(List.of("a", " "))).acknowledged())
			.containsExactly(List.of("words[0]: must not be blank"));
		assertThat(this.tester.emit("nested-map", Map.of("k", List.of(new Item(" ", 1)))).acknowledged())
			.containsExactly(List.of("items[k]: must not be blank"));
		assertThat(this.tester.emit("nested-optional", List.of(" ")).acknowledged())
			.containsExactly(List.of("words[0]: must not be blank"));
	}

	@Test
	void checksWhatTheClientSaidWhenItConnected() throws Exception {
		this.tester.handshake.query.put("version", "abcd");
		this.tester.handshake.auth = this.tester.mapper.valueToTree(Map.of("token", " "));
		assertThat(this.tester.emit("handshake").acknowledged())
			.containsExactly(List.of("version: size must be between 0 and 3", "token: must not be blank"));
	}

	@Test
	void checksTheGroupsOfMethodOrClass() throws Exception {
		assertThat(this.tester.emit("group", "abcdef", 11).acknowledged())
			.containsExactly(List.of("count: must be less than or equal to 10"));
		this.tester.close();
		this.tester = start(Grouped.class);
		assertThat(this.tester.emit("class-group", "abcdef", 11).error()).isInstanceOfSatisfying(
				MethodValidationException.class,
				(ex) -> assertThat(problems(ex)).containsExactly("count: must be less than or equal to 10"));
		assertThat(this.tester.emit("class-group", "abcdef", 10).acknowledged()).isEmpty();
	}

	@Test
	void checksTheGroupsOfAParameterByItself() throws Exception {
		assertThat(this.tester.emit("own-group", new Item("", 11), "abc").acknowledged())
			.containsExactly(List.of("item.count"));
		assertThat(this.tester.emit("own-group", new Item("", 10), "abcd").acknowledged())
			.containsExactly(List.of("s: size must be between 0 and 3"));
	}

	@Test
	void doesNotCheckWhatTheMethodReturns() throws Exception {
		assertThat(this.tester.emit("returns").acknowledged()).containsExactly(" ");
	}

	@Test
	void beanWithAProxyThatValidatesFailsInTheSameWay() throws Exception {
		this.tester.close();
		this.validator.afterPropertiesSet();
		this.tester = new HandlerTester().with((options) -> options.validator(this.validator)).register((context) -> {
			MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
			processor.setValidator(this.validator);
			processor.setProxyTargetClass(true);
			processor.afterPropertiesSet();
			context.getBeanFactory().addBeanPostProcessor(processor);
		}).start(Grouped.class);
		assertThat(this.tester.bean(Grouped.class).getClass()).isNotEqualTo(Grouped.class);
		assertThat(this.tester.emit("class-group", "abcdef", 11).error()).isInstanceOfSatisfying(
				MethodValidationException.class,
				(ex) -> assertThat(problems(ex)).containsExactly("count: must be less than or equal to 10"));
	}

	@Test
	void withoutValidatorApplicationDoesNotStart() {
		try (HandlerTester other = new HandlerTester()) {
			assertThatIllegalStateException().isThrownBy(() -> other.start(Grouped.class))
				.withMessage(
						"Parameter 0 (String) of MethodConstraintsTests.Grouped#count(String, int) has constraints, "
								+ "but there is no Validator for them: add 'spring-boot-starter-validation'");
		}
	}

	private static List<String> problems(MethodValidationException ex) {
		List<String> problems = new ArrayList<>();
		for (ParameterValidationResult result : ex.getParameterValidationResults()) {
			Object position = (result.getContainerKey() != null) ? result.getContainerKey()
					: result.getContainerIndex();
			for (MessageSourceResolvable error : result.getResolvableErrors()) {
				problems.add(result.getMethodParameter().getParameterName()
						+ ((position != null) ? "[" + position + "]" : "")
						+ ((error instanceof FieldError field) ? "." + field.getField() : "") + ": "
						+ error.getDefaultMessage());
			}
		}
		return problems;
	}

	interface Large {

	}

	record Item(@NotBlank String name, @Max(value = 10, groups = Large.class) int count) {
	}

	interface Api {

		@OnEvent("inherited")
		void inherited(@Size(max = 3) String text);

	}

	@SocketNamespace
	@NonBlocking
	static class Handlers implements Api {

		@OnEvent("say")
		String say(@NotBlank @Size(max = 3) String s) {
			return s;
		}

		@OnEvent("needed")
		void needed(@NotNull String s) {
		}

		@OnEvent("number")
		void number(@Max(99) int a, Ack ack, @Max(3) int b) {
			ack.send(String.valueOf(a + b));
		}

		@OnEvent("item")
		void item(@Valid Item item, @Size(max = 3) String s) {
		}

		@OnEvent("words")
		String words(List<@NotBlank String> words) {
			return words.toString();
		}

		@OnEvent("map")
		void map(@Valid Map<String, Item> items) {
		}

		@OnEvent("array")
		void array(@Valid Item[] items) {
		}

		@OnEvent("nested-lists")
		void nestedLists(List<List<@NotBlank String>> words) {
		}

		@OnEvent("nested-map")
		void nestedMap(Map<String, List<@Valid Item>> items) {
		}

		@OnEvent("nested-optional")
		void nestedOptional(Optional<List<@NotBlank String>> words) {
		}

		@OnEvent("rest")
		void rest(@Size(max = 2) int... numbers) {
		}

		@OnEvent("optional")
		String optional(Optional<@Size(max = 3) String> s) {
			return s.toString();
		}

		@OnEvent("handshake")
		void handshake(@HandshakeParam @Size(max = 3) String version, @AuthPayload("token") @NotBlank String token) {
		}

		@OnEvent("group")
		@Validated(Large.class)
		void group(@Size(max = 3) String s, @Max(value = 10, groups = Large.class) int count) {
		}

		@OnEvent("own-group")
		void ownGroup(@Validated(Large.class) Item item, @Size(max = 3) String s) {
		}

		@OnEvent("returns")
		@NotBlank
		String returns() {
			return " ";
		}

		@Override
		public void inherited(String text) {
		}

		@SocketExceptionHandler
		List<String> invalid(MethodValidationException ex) {
			return problems(ex);
		}

		@SocketExceptionHandler
		List<String> invalid(BindException ex) {
			return ex.getFieldErrors().stream().map((error) -> error.getObjectName() + "." + error.getField()).toList();
		}

	}

	@SocketNamespace
	@NonBlocking
	@Validated(Large.class)
	static class Grouped {

		@OnEvent("class-group")
		void count(@Size(max = 3) String s, @Max(value = 10, groups = Large.class) int count) {
		}

	}

}
