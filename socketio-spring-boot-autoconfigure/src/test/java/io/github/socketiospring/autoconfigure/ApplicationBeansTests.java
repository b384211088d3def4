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

package io.github.socketiospring.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The beans that an application finds by type are the same with and without Socket.IO.
 */
class ApplicationBeansTests {

	private static final String OURS = "io.github.socketiospring.";

	/** Types of which Spring collects or calls each bean. */
	private static final List<Class<?>> COLLECTED = List.of(ReactiveHealthContributor.class, InfoContributor.class,
			MeterBinder.class, ObservationPredicate.class, HandlerMapping.class, WebFilter.class, Lifecycle.class,
			Aware.class, SmartInitializingSingleton.class, Ordered.class, AutoCloseable.class, Customizer.class,
			NettyServerCustomizer.class);

	private final ReactiveWebApplicationContextRunner without = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
				JacksonAutoConfiguration.class, ValidationAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withPropertyValues("socketio.cors.allowed-origins=https://chat.example",
				"socketio.cors.allow-credentials=true");

	private final ReactiveWebApplicationContextRunner with = this.without
		.withConfiguration(AutoConfigurations.of(ours()));

	private static Class<?>[] ours() {
		return ImportCandidates.load(AutoConfiguration.class, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith(OURS))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
	}

	@Test
	void ofOursHaveNoTypeThatIsLookedUp() {
		Set<String> others = new LinkedHashSet<>();
		this.without.run((context) -> others.addAll(Arrays.asList(context.getBeanDefinitionNames())));
		this.with.run((context) -> {
			List<String> ours = Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> !others.contains(name))
				.toList();
			assertThat(ours).hasSizeGreaterThan(10);
			for (String name : ours) {
				assertThat(foreignTypes(context, name)).as(name).allMatch(ApplicationBeansTests::isCollected);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { None.class, One.class, Several.class })
	void areFoundByTypeAsBefore(Class<?> beans) {
		Map<String, Set<String>> before = new TreeMap<>();
		this.without.withUserConfiguration(beans).run((context) -> before.putAll(byType(context)));
		assertThat(before).isNotEmpty();
		this.with.withUserConfiguration(beans).run((context) -> {
			Map<String, Set<String>> found = byType(context);
			assertThat(found).containsAllEntriesOf(before);
		});
	}

	@Test
	void keepTheirCrossOriginRules() {
		this.with.run((context) -> assertThat(corsHeader(context, "https://chat.example")).isNull());
		this.with.withUserConfiguration(One.class).run((context) -> {
			assertThat(corsHeader(context, "https://api.example")).isEqualTo("https://api.example");
			assertThat(preflight(context, "https://api.example")).isEqualTo(HttpStatus.OK);
		});
	}

	private static String corsHeader(AssertableReactiveWebApplicationContext context, String origin) {
		return client(context).get()
			.uri("https://app.example/api")
			.header(HttpHeaders.ORIGIN, origin)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(Void.class)
			.getResponseHeaders()
			.getAccessControlAllowOrigin();
	}

	private static HttpStatus preflight(AssertableReactiveWebApplicationContext context, String origin) {
		return (HttpStatus) client(context).options()
			.uri("https://app.example/api")
			.header(HttpHeaders.ORIGIN, origin)
			.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, HttpMethod.GET.name())
			.exchange()
			.returnResult(Void.class)
			.getStatus();
	}

	private static WebTestClient client(AssertableReactiveWebApplicationContext context) {
		return WebTestClient.bindToApplicationContext(context).build();
	}

	/** The names of the application's beans by each type that one of them has. */
	private static Map<String, Set<String>> byType(AssertableReactiveWebApplicationContext context) {
		Map<String, Set<String>> found = new TreeMap<>();
		for (String name : context.getBeanDefinitionNames()) {
			Class<?> bean = context.getType(name);
			if (bean == null || bean.getName().startsWith(OURS) && !bean.getName().contains("Tests")) {
				continue;
			}
			for (Class<?> type : types(bean)) {
				if (!isCollected(type) && type != Object.class) {
					found.computeIfAbsent(type.getName(),
							(key) -> new LinkedHashSet<>(Arrays.asList(context.getBeanNamesForType(type))));
				}
			}
		}
		return found;
	}

	private static List<Class<?>> foreignTypes(AssertableReactiveWebApplicationContext context, String name) {
		Class<?> bean = context.getBean(name).getClass();
		return types(bean).stream()
			.filter((type) -> !type.getName().startsWith(OURS) && type != Object.class && type != Record.class)
			.toList();
	}

	private static Set<Class<?>> types(Class<?> bean) {
		Set<Class<?>> types = new LinkedHashSet<>(ClassUtils.getAllInterfacesForClassAsSet(bean));
		for (Class<?> type = bean; type != null; type = type.getSuperclass()) {
			types.add(type);
		}
		return types;
	}

	private static boolean isCollected(Class<?> type) {
		return COLLECTED.stream().anyMatch((collected) -> collected.isAssignableFrom(type))
				|| type.getName().startsWith("org.springframework.context.support.ApplicationObjectSupport")
				|| type.getName().startsWith("java.lang.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Application {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll()).build();
		}

		@Bean
		Api api() {
			return new Api();
		}

	}

	@RestController
	static class Api {

		@GetMapping("/api")
		String get() {
			return "hello";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class None {

	}

	@Configuration(proxyBeanMethods = false)
	static class One {

		@Bean
		CorsConfigurationSource cors() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOrigins(List.of("https://api.example"));
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", configuration);
			return source;
		}

		@Bean
		WebSocketService webSockets() {
			return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
		}

		@Bean
		Scheduler scheduler() {
			return Schedulers.immediate();
		}

		@Bean
		Executor executor() {
			return Runnable::run;
		}

		@Bean
		JsonMapper mapper() {
			return new JsonMapper();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several extends One {

		@Bean
		WebSocketService otherWebSockets() {
			return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
		}

		@Bean
		Scheduler otherScheduler() {
			return Schedulers.immediate();
		}

		@Bean
		Executor otherExecutor() {
			return Runnable::run;
		}

		@Bean
		ObjectMapper otherMapper() {
			return new ObjectMapper();
		}

	}

}
