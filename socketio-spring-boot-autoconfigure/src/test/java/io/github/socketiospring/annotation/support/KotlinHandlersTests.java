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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.method.MethodValidationException;

import static org.assertj.core.api.Assertions.assertThat;

class KotlinHandlersTests {

	private HandlerTester tester = HandlerTester.of(KotlinHandlers.class);

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void suspendingFunctionAcknowledgesWhenDone() throws Exception {
		assertThat(this.tester.emit("suspend", "text").acknowledged()).containsExactly("socket-id text");
		assertThat(this.tester.emit("unit").acknowledged()).isEmpty();
		assertThat(this.tester.emit("suspend-null").acknowledged()).isEmpty();
	}

	@Test
	void suspendingFunctionAnswersAnotherServer() throws Exception {
		assertThat(this.tester.emitFromServer("suspend", "ab").acknowledged()).containsExactly("/ abab");
		assertThat(this.tester.emitFromServer("suspend", null, 1).error()).isInstanceOf(MissingArgumentException.class);
	}

	@Test
	void suspendingFunctionIsCalledThroughProxy() throws Exception {
		this.tester.close();
		this.tester = new HandlerTester()
			.register((context) -> context.getBeanFactory().addBeanPostProcessor(new Proxies()))
			.start(KotlinHandlers.class);
		assertThat(this.tester.emit("suspend", "text").acknowledged()).containsExactly("socket-id text");
		assertThat(this.tester.emit("default", null, 1).acknowledged()).containsExactly("default 1");
		assertThat(this.tester.emit("plain", "a").acknowledged()).containsExactly("a null");
		assertThat(Proxies.called).containsExactly("suspending", "default", "plain");
	}

	@Test
	void socketIsLetInWhenSuspendingFunctionIsDone() {
		StepVerifier.create(this.tester.handler().onConnect(this.tester.socket))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.tester.attributes).containsEntry("connected", true);
	}

	@Test
	void flowAcknowledgesWithList() throws Exception {
		assertThat(this.tester.emit("flow").acknowledged()).containsExactly(List.of("a", "b"));
		assertThat(this.tester.emit("suspend-flow").acknowledged()).containsExactly(List.of("a", "b"));
	}

	@Test
	void errorGoesToSuspendingExceptionHandler() throws Exception {
		assertThat(this.tester.emit("suspend-throws").acknowledged()).containsExactly("handled suspended");
	}

	@Test
	void contextOfHandshakeIsThatOfTheCoroutine() throws Exception {
		this.tester.handshake.context = Context.of("user", "ann");
		assertThat(this.tester.emit("context").acknowledged()).containsExactly("ann");
	}

	@Test
	void nonNullTypeRefusesMissingArgument() throws Exception {
		assertThat(this.tester.emit("plain").error()).isInstanceOf(MissingArgumentException.class)
			.hasMessage("Argument 0 (text) is missing or null");
		assertThat(this.tester.emit("suspend").error()).isInstanceOf(MissingArgumentException.class);
		assertThat(this.tester.emit("plain", "a").acknowledged()).containsExactly("a null");
	}

	@Test
	void defaultValueTakesPlaceOfMissingArgument() throws Exception {
		assertThat(this.tester.emit("default", null, 1).acknowledged()).containsExactly("default 1");
		assertThat(this.tester.emit("default", "given", 2).acknowledged()).containsExactly("given 2");
		assertThat(this.tester.emit("suspend-default").acknowledged()).containsExactly("default");
	}

	@Test
	void defaultValueOfPrimitiveTakesPlaceOfMissingArgument() throws Exception {
		assertThat(this.tester.emit("primitive-default", 1).acknowledged()).containsExactly("1 42 true 0.5");
		assertThat(this.tester.emit("primitive-default", 1, null, false, 0).acknowledged())
			.containsExactly("1 42 false 0.0");
		assertThat(this.tester.emit("suspend-primitive-default").acknowledged()).containsExactly("42");
		assertThat(this.tester.emit("suspend-primitive-default", 1).acknowledged()).containsExactly("1");
		assertThat(this.tester.emit("primitive-default").error()).isInstanceOf(MissingArgumentException.class)
			.hasMessage("Argument 0 (first) is missing or null");
	}

	@Test
	void valueClassTakesItsValue() throws Exception {
		assertThat(this.tester.emit("value", "blue").acknowledged()).containsExactly("room blue");
		assertThat(this.tester.emit("value-default", "blue").acknowledged()).containsExactly("blue 42");
		assertThat(this.tester.emit("value-default", "blue", 1).acknowledged()).containsExactly("blue 1");
		assertThat(this.tester.emit("value-default-flow", "blue").acknowledged())
			.containsExactly(List.of("blue", "42"));
	}

	@Test
	void constraintsDoNotConcernArgumentsThatADefaultValueReplaces() throws Exception {
		this.tester.close();
		try (LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean()) {
			validator.afterPropertiesSet();
			this.tester = new HandlerTester().with((options) -> options.validator(validator))
				.start(KotlinConstraints.class);
			assertThat(this.tester.emit("default").acknowledged()).containsExactly("42 default");
			assertThat(this.tester.emit("default", 1, "text").acknowledged()).containsExactly("1 text");
			assertThat(this.tester.emit("default", 0).error()).isInstanceOf(MethodValidationException.class);
			assertThat(this.tester.emit("default", 1, " ").error()).isInstanceOf(MethodValidationException.class);
			assertThat(this.tester.emit("nullable").error()).isInstanceOf(MethodValidationException.class);
		}
	}

	@Test
	void defaultValueOfPrimitiveTakesPlaceOfWhatTheClientDidNotSayWhenItConnected() throws Exception {
		assertThat(this.tester.emit("named-default").acknowledged()).containsExactly("7 9 3");
		this.tester.handshake.query.put("page", "1");
		this.tester.handshake.auth = this.tester.mapper.valueToTree(Map.of("version", 2));
		this.tester.attributes.put("level", (short) 4);
		assertThat(this.tester.emit("named-default").acknowledged()).containsExactly("1 2 4");
	}

	@Test
	void functionWithoutValueAcknowledgesWithoutArguments() throws Exception {
		assertThat(this.tester.emit("nothing").acknowledged()).isEmpty();
	}

	@Test
	void onlySuspendingFunctionStaysOnCallingThread() throws Exception {
		try (HandlerTester threads = HandlerTester.of(KotlinThreads.class)) {
			assertThat(threads.emit("suspend").acknowledged())
				.satisfiesExactly((thread) -> assertThat((String) thread).startsWith(Thread.currentThread().getName()));
			assertThat(threads.emit("plain").acknowledged())
				.satisfiesExactly((thread) -> assertThat((String) thread).startsWith(HandlerTester.BLOCKING));
		}
	}

	private static final class Proxies implements BeanPostProcessor {

		static final List<String> called = new CopyOnWriteArrayList<>();

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof KotlinHandlers)) {
				return bean;
			}
			called.clear();
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				called.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			return factory.getProxy();
		}

	}

}
