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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link HandlerBeanFinder}: which beans are found, and how they are called.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerBeanFinderTests {

	private final HandlerTester tester = new HandlerTester();

	@BeforeEach
	void reset() {
		Counted.CREATED.set(0);
	}

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void findsAnnotationsOfInterfaceAndParent() throws Exception {
		this.tester.start(Child.class);
		assertThat(this.tester.emit("from-interface", "x").acknowledged()).containsExactly("x");
	}

	@Test
	void findsBeanOfFactoryMethodThatDeclaresAnInterface() throws Exception {
		this.tester.start(Config.class);
		assertThat(this.tester.emit("from-interface", "x").acknowledged()).containsExactly("x");
		assertThat(this.tester.emit("a").acknowledged()).isEmpty();
	}

	@Test
	void findsBeanOfFactoryBean() throws Exception {
		this.tester.start(RootFactory.class);
		assertThat(this.tester.emit("a").acknowledged()).isEmpty();
	}

	@Test
	void callsThroughClassProxy() throws Exception {
		this.tester.start(Advice.class, Intercepted.class);
		assertThat(AopUtils.isCglibProxy(this.tester.bean(Intercepted.class))).isTrue();
		assertThat(this.tester.emit("own", "x").acknowledged()).containsExactly("intercepted x");
	}

	@Test
	void callsThroughInterfaceProxy() throws Exception {
		this.tester.start(Advice.class, InterceptedByInterface.class);
		assertThat(AopUtils.isJdkDynamicProxy(this.tester.bean(Contract.class))).isTrue();
		assertThat(this.tester.emit("from-interface", "x").acknowledged()).containsExactly("intercepted x");
	}

	@Test
	void callsThroughProxyOfFactoryBean() throws Exception {
		this.tester.start(ProxyConfig.class);
		assertThat(AopUtils.isJdkDynamicProxy(this.tester.bean(Contract.class))).isTrue();
		assertThat(this.tester.emit("from-interface", "x").acknowledged()).containsExactly("intercepted x");
	}

	@Test
	void refusesMethodThatInterfaceProxyDoesNotHave() {
		assertThatIllegalStateException().isThrownBy(() -> this.tester.start(Advice.class, NotInInterface.class))
			.withMessageContaining("hidden");
	}

	@Test
	void refusesFinalMethodOfClassProxy() {
		assertThatIllegalStateException().isThrownBy(() -> this.tester.start(Advice.class, Final.class))
			.withMessageContaining("Final#own(String) is final")
			.withMessageContaining("remove 'final'");
	}

	@Test
	void lazyBeanIsCreatedWithFirstEvent() throws Exception {
		this.tester.start(LazyBean.class);
		assertThat(Counted.CREATED).hasValue(0);
		assertThat(this.tester.emit("count").acknowledged()).containsExactly(1);
		assertThat(this.tester.emit("count").acknowledged()).containsExactly(1);
	}

	@Test
	void prototypeIsCreatedForEachCall() throws Exception {
		this.tester.start(Prototype.class);
		assertThat(Counted.CREATED).hasValue(0);
		assertThat(this.tester.emit("count").acknowledged()).containsExactly(1);
		assertThat(this.tester.emit("count").acknowledged()).containsExactly(2);
	}

	@Test
	void scopedProxyIsRegisteredOnce() throws Exception {
		this.tester.register((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.start(Scoped.class);
		assertThat(this.tester.handlers.values()).singleElement().satisfies((list) -> assertThat(list).hasSize(1));
		assertThat(this.tester.emit("count").acknowledged()).containsExactly(1);
		assertThat(this.tester.emit("count").acknowledged()).containsExactly(1);
	}

	@Test
	void warnsOfBeanThatIsNotMarked(CapturedOutput output) {
		this.tester.start(NotMarked.class);
		assertThat(this.tester.handlers).isEmpty();
		assertThat(output).contains("has @OnEvent methods, which are not called")
			.contains("is not annotated with @SocketNamespace");
	}

	interface Contract {

		@OnEvent("from-interface")
		String contract(String argument);

	}

	@SocketNamespace
	@NonBlocking
	abstract static class Parent implements Contract {

	}

	static class Child extends Parent {

		@Override
		public String contract(String argument) {
			return argument;
		}

	}

	@SocketNamespace
	static class Root {

		@OnEvent("a")
		void a() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@Bean
		Contract contract() {
			return new Child();
		}

		@Bean
		Root root() {
			return new Root();
		}

	}

	static class RootFactory implements FactoryBean<Root> {

		@Override
		public Root getObject() {
			return new Root();
		}

		@Override
		public Class<?> getObjectType() {
			return Root.class;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Advised {

	}

	@Configuration(proxyBeanMethods = false)
	static class Advice {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		static DefaultPointcutAdvisor advisor() {
			return new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(Advised.class), new Prefix());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfig {

		@Bean
		ProxyFactoryBean proxy() throws ClassNotFoundException {
			ProxyFactoryBean factory = new ProxyFactoryBean();
			factory.setTarget(new Child());
			factory.setProxyInterfaces(new Class<?>[] { Contract.class });
			factory.addAdvice(new Prefix());
			return factory;
		}

	}

	static class Prefix implements MethodInterceptor {

		@Override
		public Object invoke(MethodInvocation invocation) throws Throwable {
			Object result = invocation.proceed();
			return (result instanceof String) ? "intercepted " + result : result;
		}

	}

	@SocketNamespace
	@NonBlocking
	@Advised
	static class Intercepted {

		private final String self = "";

		@OnEvent("own")
		String own(String argument) {
			return this.self + argument;
		}

	}

	@SocketNamespace
	@NonBlocking
	@Advised
	static class InterceptedByInterface implements Contract {

		@Override
		public String contract(String argument) {
			return argument;
		}

	}

	@SocketNamespace
	@Advised
	static class NotInInterface implements Contract {

		@Override
		public String contract(String argument) {
			return argument;
		}

		@OnEvent("hidden")
		void hidden() {
		}

	}

	@SocketNamespace
	@Advised
	static class Final {

		@OnEvent("own")
		final String own(String argument) {
			return argument;
		}

	}

	abstract static class Counted {

		static final AtomicInteger CREATED = new AtomicInteger();

		private final int number = CREATED.incrementAndGet();

		@OnEvent("count")
		@NonBlocking
		int count() {
			return this.number;
		}

	}

	@SocketNamespace
	@Lazy
	static class LazyBean extends Counted {

	}

	@SocketNamespace
	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	static class Prototype extends Counted {

	}

	@SocketNamespace
	@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Scoped extends Counted {

		Scoped() {
		}

	}

	@Component
	static class NotMarked {

		@OnEvent("a")
		void a() {
		}

	}

}
