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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.SecurityContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SecurityArgumentTests {

	private static final Account ANN = new Account(7, "ann");

	private static final Authentication AUTHENTICATION = new TestingAuthenticationToken(ANN, null);

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

	private final BeanFactoryResolver beanResolver = new BeanFactoryResolver(this.beans);

	private final AnnotationTemplateExpressionDefaults defaults = new AnnotationTemplateExpressionDefaults();

	@Test
	void isThePrincipal() throws Exception {
		assertThat(get("principal", AUTHENTICATION)).isSameAs(ANN);
		assertThat(get("principal", null)).isNull();
	}

	@Test
	void isWhatAnExpressionMakesOfIt() throws Exception {
		this.beans.addBean("directory", (Function<Account, String>) (account) -> "Ann of " + account.id());
		assertThat(get("expression", AUTHENTICATION)).isEqualTo("ann");
		assertThat(get("beanInExpression", AUTHENTICATION)).isEqualTo("Ann of 7");
		assertThat(get("metaAnnotation", AUTHENTICATION)).isEqualTo("ann");
		assertThat(get("template", AUTHENTICATION)).isEqualTo(7L);
		for (String method : new String[] { "expression", "beanInExpression", "metaAnnotation" }) {
			assertThat(get(method, null)).isNull();
		}
	}

	@Test
	void isNullIfItIsOfAnotherType() throws Exception {
		assertThat(get("otherType", AUTHENTICATION)).isNull();
		assertThat(get("otherTypeOfContext", AUTHENTICATION)).isNull();
	}

	@Test
	void mayBeAnErrorIfItIsOfAnotherType() {
		for (String method : new String[] { "strict", "nonNullOfOtherType" }) {
			assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> get(method, AUTHENTICATION))
				.withMessageContaining(Account.class.getName());
		}
	}

	@Test
	void isAnErrorForNobodyWhereItMustNotBeNull() throws Exception {
		assertThat(get("primitive", AUTHENTICATION)).isEqualTo(7L);
		for (String method : new String[] { "primitive", "nonNull", "template" }) {
			assertThatExceptionOfType(AuthenticationCredentialsNotFoundException.class)
				.isThrownBy(() -> get(method, null));
		}
	}

	@Test
	void mayBeWrapped() throws Exception {
		assertThat(get("optional", AUTHENTICATION)).isEqualTo(Optional.of(ANN));
		assertThat(get("optional", null)).isEqualTo(Optional.empty());
		assertThat(((Mono<?>) get("mono", AUTHENTICATION)).block()).isSameAs(ANN);
		assertThat(((Mono<?>) get("mono", null)).block()).isNull();
	}

	@Test
	void isTheContext() throws Exception {
		for (String method : new String[] { "context", "contextByType" }) {
			assertThat(((SecurityContext) get(method, AUTHENTICATION)).getAuthentication()).isSameAs(AUTHENTICATION);
			assertThat(get(method, null)).isNull();
		}
		assertThat(get("authentication", AUTHENTICATION)).isSameAs(AUTHENTICATION);
	}

	@Test
	void leavesOtherParametersToOthers() throws Exception {
		assertThat(resolve("other")).isNull();
	}

	private @Nullable Object get(String method, @Nullable Authentication authentication) throws Exception {
		SocketIOSocket socket = mock();
		given(socket.context()).willReturn(new SecurityContextWriter().write(Context.empty(), authentication));
		HandlerCall call = () -> socket;
		CallArgument argument = (CallArgument) resolve(method);
		assertThat(argument).isNotNull();
		return argument.get(call);
	}

	private @Nullable HandlerMethodArgument resolve(String name) {
		Method method = Arrays.stream(Handlers.class.getDeclaredMethods())
			.filter((each) -> each.getName().equals(name))
			.findFirst()
			.orElseThrow();
		MethodParameter parameter = new MethodParameter(method, 0);
		HandlerMethodArgument argument = new AuthenticationPrincipalArgumentResolver(this.beanResolver, this.defaults)
			.resolve(parameter);
		return (argument != null) ? argument
				: new CurrentSecurityContextArgumentResolver(this.beanResolver, this.defaults).resolve(parameter);
	}

	/**
	 * The principal of the application.
	 */
	record Account(long id, String name) {
	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@AuthenticationPrincipal(expression = "name")
	@interface AccountName {

	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@AuthenticationPrincipal(expression = "{of}")
	@interface OfAccount {

		String of();

		@AliasFor(annotation = AuthenticationPrincipal.class, attribute = "errorOnInvalidType")
		boolean strict() default true;

	}

	interface Handlers {

		void principal(@AuthenticationPrincipal Account account);

		void expression(@AuthenticationPrincipal(expression = "name") String name);

		void beanInExpression(@AuthenticationPrincipal(expression = "@directory.apply(#this)") String name);

		void metaAnnotation(@AccountName String name);

		void template(@OfAccount(of = "id") long id);

		void otherType(@AuthenticationPrincipal String account);

		void otherTypeOfContext(@CurrentSecurityContext String context);

		void strict(@AuthenticationPrincipal(errorOnInvalidType = true) String account);

		void nonNullOfOtherType(@AuthenticationPrincipal @NonNull String account);

		void primitive(@AuthenticationPrincipal(expression = "id") long id);

		void nonNull(@AuthenticationPrincipal @NonNull Account account);

		void optional(@AuthenticationPrincipal Optional<Account> account);

		void mono(@AuthenticationPrincipal Mono<Account> account);

		void context(@CurrentSecurityContext SecurityContext context);

		void contextByType(SecurityContext context);

		void authentication(@CurrentSecurityContext(expression = "authentication") Authentication authentication);

		void other(String text);

	}

}
