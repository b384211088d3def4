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

package io.github.socketiospring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventAudience}.
 */
class EventAudienceTests {

	private static final ApplicationEvent JOINED = new RoomJoinedEvent("/", "socket", "a");

	private static final ApplicationEvent CAME = new UserCameEvent("/", "ann");

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final EventAudience audience = new EventAudience(this.context);

	@Test
	void findsNobodyAmongListenersOfOtherEvents() {
		this.context.registerBean(OfClosing.class);
		this.context.addApplicationListener(new OfClosing());
		this.context.refresh();
		assertThat(this.audience.test(JOINED)).isFalse();
		assertThat(this.audience.test(CAME)).isFalse();
	}

	@Test
	void findsAnnotatedMethodsOfASupertype() {
		this.context.registerBean(OfRooms.class);
		this.context.refresh();
		assertThat(this.audience.test(JOINED)).isTrue();
		assertThat(this.audience.test(CAME)).isFalse();
	}

	@Test
	void findsListenersOfAllEvents() {
		this.context.registerBean(OfAll.class);
		this.context.refresh();
		assertThat(this.audience.test(JOINED)).isTrue();
		assertThat(this.audience.test(CAME)).isTrue();
	}

	@Test
	void findsListenersThatAreAddedLater() {
		this.context.refresh();
		assertThat(this.audience.test(JOINED)).isFalse();
		this.context.addApplicationListener(new OfAll());
		assertThat(this.audience.test(JOINED)).isTrue();
	}

	@Test
	void expectsAListenerOfABeanThatWasNotCreated() {
		RootBeanDefinition lazy = new RootBeanDefinition(OfJoins.class);
		lazy.setLazyInit(true);
		this.context.registerBeanDefinition("lazy", lazy);
		this.context.refresh();
		assertThat(this.context.getBeanFactory().containsSingleton("lazy")).isFalse();
		assertThat(this.audience.test(JOINED)).isTrue();
	}

	/** Such as that of Spring Boot which reads the classes of the application. */
	@Test
	void findsNobodyInAFactoryThatListensToOtherEvents() {
		this.context.registerBean(FactoryOfClosing.class);
		this.context.refresh();
		assertThat(this.audience.test(JOINED)).isFalse();
	}

	@Test
	void findsNobodyInAnApplicationWithoutListeners() {
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run()) {
			assertThat(new EventAudience(application).test(JOINED)).isFalse();
		}
	}

	@Test
	void findsListenersOfTheParent() {
		this.context.refresh();
		AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
		child.setParent(this.context);
		child.refresh();
		EventAudience both = new EventAudience(child);
		assertThat(both.test(JOINED)).isFalse();
		this.context.addApplicationListener(new OfAll());
		assertThat(both.test(JOINED)).isTrue();
		child.close();
	}

	@Test
	void expectsListenersOfAMulticasterOfTheApplication() {
		this.context.registerBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
				ApplicationEventMulticaster.class, () -> new SimpleApplicationEventMulticaster() {
				});
		this.context.refresh();
		assertThat(this.audience.test(JOINED)).isTrue();
	}

	@Test
	void agreesWithWhatIsPublished() {
		this.context.registerBean(OfRooms.class);
		this.context.refresh();
		Executor direct = Runnable::run;
		SocketEventPublisher publisher = new SocketEventPublisher(this.context, this.audience, direct);
		publisher.onJoin("/", "socket", "a");
		publisher.onUserCame("/", "ann");
		assertThat(this.context.getBean(OfRooms.class).heard).hasSize(1);
	}

	static class OfClosing implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
		}

	}

	static class FactoryOfClosing extends OfClosing implements FactoryBean<Object> {

		@Override
		public Object getObject() {
			return "made";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

	}

	static class OfAll implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	static class OfJoins implements ApplicationListener<RoomJoinedEvent> {

		@Override
		public void onApplicationEvent(RoomJoinedEvent event) {
		}

	}

	static class OfRooms {

		private final List<RoomEvent> heard = new ArrayList<>();

		@EventListener
		void room(RoomEvent event) {
			this.heard.add(event);
		}

	}

}
