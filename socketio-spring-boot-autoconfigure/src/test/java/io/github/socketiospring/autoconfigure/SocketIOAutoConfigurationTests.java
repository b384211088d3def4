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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.annotation.support.AnnotatedHandlerRegistrar;
import io.github.socketiospring.core.SocketIOOperations;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.web.EngineHandlerMapping;
import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.mock;

class SocketIOAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SocketIOAutoConfiguration.class,
			WebFluxAutoConfiguration.class, JacksonAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void providesServer() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			for (Class<?> type : List.of(EngineOptions.class, PacketParser.class, AdapterFactory.class,
					ErrorAckMapper.class, ErrorStatusResolver.class, SocketIOServer.class, EngineServer.class,
					EngineWebHandler.class, EngineHandlerMapping.class, SocketIOTemplate.class, SocketIOSetup.class,
					AnnotatedHandlerRegistrar.class, SocketIOLifecycle.class, ClientFileMapping.class)) {
				assertThat(context).hasSingleBean(type);
			}
			assertThat(context.getBean(EngineServer.class).isAccepting()).isTrue();
		});
	}

	@Test
	void stepsBackInServletApplications() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void saysInServletApplicationsThatItIsNotServed() {
		try (CapturedLog log = CapturedLog.of(ServletApplicationAutoConfiguration.class.getName())) {
			new WebApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ServletApplicationAutoConfiguration.class))
				.run((context) -> assertThat(log.lines()).singleElement()
					.asString()
					.startsWith("WARN ")
					.contains("spring.main.web-application-type=reactive"));
		}
	}

	@Test
	void saysWhereItIsServed() {
		Logger logger = (Logger) LoggerFactory.getLogger(SocketIOAutoConfiguration.class);
		logger.setLevel(Level.INFO);
		try (CapturedLog log = CapturedLog.of(logger.getName())) {
			this.runner.withPropertyValues("socketio.path=/chat", "socketio.transports=websocket")
				.run((context) -> assertThat(log.lines())
					.containsExactly("INFO Socket.IO endpoint /chat ([websocket])"));
		}
		finally {
			logger.setLevel(null);
		}
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void stepsBackWhereThereIsNoWebApplication() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void stepsBackWithoutJackson() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOServer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jakarta.validation", "org.hibernate.validator", "kotlin", "kotlinx", "reactor.netty",
			"org.springframework.data.redis" })
	void worksWithoutOptionalLibrary(String packageName) {
		this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(packageName))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SocketIOServer.class));
	}

	@Test
	void worksWithoutMapperOfTheApplication() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SocketIOServer.class));
	}

	static Stream<Arguments> replacements() {
		return Stream.of(
				replacement(EngineOptions.class,
						() -> EngineOptions.builder().pingInterval(Duration.ofDays(1)).build()),
				replacement(PacketParser.class,
						() -> new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults())),
				replacement(AdapterFactory.class, () -> (namespace, sockets) -> new InMemoryAdapter(sockets)),
				replacement(ErrorAckMapper.class, () -> (error, locale) -> "failed"),
				replacement(ErrorStatusResolver.class, () -> (error, locale) -> ErrorStatus.of(error)),
				replacement(SocketIOServer.class, () -> SocketIOServers.builder().build()),
				replacement(EngineServer.class,
						() -> new EngineServer(EngineOptions.defaults(), SocketIOServers.builder().build())),
				replacement(EngineWebHandler.class, () -> mock(EngineWebHandler.class)),
				replacement(EngineHandlerMapping.class,
						() -> new EngineHandlerMapping("/mine", mock(EngineWebHandler.class))),
				replacement(SocketIOOperations.class, () -> mock(SocketIOOperations.class)),
				replacement(SocketIOSetup.class, () -> mock(SocketIOSetup.class)),
				replacement(AnnotatedHandlerRegistrar.class, () -> mock(AnnotatedHandlerRegistrar.class)),
				replacement(SocketIOLifecycle.class, () -> mock(SocketIOLifecycle.class)),
				replacement(ClientFileMapping.class, () -> new ClientFileMapping("/mine", new ClientBundle(), null)));
	}

	private static <T> Arguments replacement(Class<T> type, Supplier<T> supplier) {
		return Arguments.of(type, supplier);
	}

	@ParameterizedTest
	@MethodSource("replacements")
	<T> void stepsBackForBeanOfTheApplication(Class<T> type, Supplier<T> supplier) {
		this.runner.withBean("mine", type, supplier).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(type);
			assertThat(context.getBean(type)).isSameAs(context.getBean("mine"));
		});
	}

	@Test
	void servesNoClientWhenToldSo() {
		this.runner.withPropertyValues("socketio.serve-client=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientFileMapping.class));
	}

	@Test
	void appliesCustomizersInOrder() {
		this.runner.withUserConfiguration(Customizers.class).run((context) -> {
			EngineOptions options = context.getBean(EngineOptions.class);
			assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(2));
			assertThat(options.pingTimeout()).isEqualTo(Duration.ofSeconds(7));
			assertThat(context.getBean(SocketIOServer.class).of("/").adapter()).isInstanceOf(OwnAdapter.class);
		});
	}

	@Test
	void appliesConfigurersInOrder() {
		this.runner.withUserConfiguration(Configurers.class)
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).namespaces()).extracting(Namespace::name)
				.contains("/first", "/second"));
	}

	static Stream<Arguments> engineProperties() {
		return Stream.of(engine("transports", "websocket", EngineOptions::transports, Set.of(TransportType.WEBSOCKET)),
				engine("allow-upgrades", "false", EngineOptions::allowUpgrades, false),
				engine("allow-eio3", "true", EngineOptions::allowEIO3, true),
				engine("ping-interval", "3s", EngineOptions::pingInterval, Duration.ofSeconds(3)),
				engine("ping-timeout", "4s", EngineOptions::pingTimeout, Duration.ofSeconds(4)),
				engine("upgrade-timeout", "5s", EngineOptions::upgradeTimeout, Duration.ofSeconds(5)),
				engine("max-http-buffer-size", "10KB", EngineOptions::maxPayload, 10 * 1024),
				engine("http-compression.enabled", "false", EngineOptions::httpCompression, null),
				engine("limits.outbound-size", "8B", EngineOptions::maxOutboundBytes, 8L),
				engine("limits.memory", "9MB", EngineOptions::maxMemory, 9L * 1024 * 1024),
				engine("limits.memory", "7%", EngineOptions::maxMemory, Runtime.getRuntime().maxMemory() / 100 * 7),
				engine("limits.connection-memory", "8MB", EngineOptions::maxSessionMemory, 8L * 1024 * 1024),
				engine("limits.slow-after", "9s", EngineOptions::slowAfter, Duration.ofSeconds(9)));
	}

	private static Arguments engine(String name, String value, Function<EngineOptions, Object> option,
			Object expected) {
		return Arguments.of(name, value, option, expected);
	}

	@ParameterizedTest
	@MethodSource("engineProperties")
	void bindsPropertyOfEngine(String name, String value, Function<EngineOptions, Object> option, Object expected) {
		this.runner.withPropertyValues("socketio." + name + "=" + value)
			.run((context) -> assertThat(option.apply(context.getBean(EngineOptions.class))).isEqualTo(expected));
	}

	static Stream<Arguments> serverProperties() {
		return Stream.of(server("connect-timeout", "3s", SocketIOOptions::connectTimeout, Duration.ofSeconds(3)),
				server("acks.timeout", "4s", SocketIOOptions::ackTimeout, Duration.ofSeconds(4)),
				server("acks.limit", "5", SocketIOOptions::maxPendingAcks, 5),
				server("handlers.concurrency", "6", SocketIOOptions::concurrency, 6),
				server("handlers.backlog-size", "7KB", SocketIOOptions::backlogSize, 7L * 1024),
				server("limits.namespaces", "7", SocketIOOptions::maxNamespaces, 7),
				server("limits.sockets-per-user", "8", SocketIOOptions::maxSocketsPerUser, 8),
				server("cleanup-empty-child-namespaces", "true", SocketIOOptions::cleanupEmptyChildNamespaces, true),
				server("connection-state-recovery.skip-middlewares", "true",
						(options) -> options.recovery().skipMiddlewares(), true),
				server("connection-state-recovery.max-disconnection-duration", "8s",
						(options) -> options.recovery().maxDisconnection(), Duration.ofSeconds(8)),
				server("connection-state-recovery.max-packets", "9", (options) -> options.recovery().maxPackets(), 9),
				server("connection-state-recovery.max-size", "3MB", (options) -> options.recovery().maxBytes(),
						3L * 1024 * 1024));
	}

	private static Arguments server(String name, String value, Function<SocketIOOptions, Object> option,
			Object expected) {
		return Arguments.of(name, value, option, expected);
	}

	@ParameterizedTest
	@MethodSource("serverProperties")
	void bindsPropertyOfServer(String name, String value, Function<SocketIOOptions, Object> option, Object expected) {
		this.runner.withPropertyValues("socketio." + name + "=" + value)
			.run((context) -> assertThat(option.apply(context.getBean(SocketIOProperties.class).toSocketIOOptions()))
				.isEqualTo(expected));
	}

	@Test
	void mapsPath() {
		this.runner.withPropertyValues("socketio.path=/mine")
			.run((context) -> assertThat(context.getBean(EngineHandlerMapping.class).getUrlMap().keySet())
				.anyMatch((path) -> path.startsWith("/mine"))
				.noneMatch((path) -> path.startsWith("/socket.io")));
	}

	@Test
	void speaksMessagePackWhenToldSo() {
		this.runner
			.run((context) -> assertThat(context).getBean(PacketParser.class).isInstanceOf(JsonPacketParser.class));
		this.runner.withPropertyValues("socketio.parser=msgpack")
			.run((context) -> assertThat(context).getBean(PacketParser.class).isInstanceOf(MsgPackPacketParser.class));
	}

	@Test
	void recoversConnectionsWhenToldSo() {
		this.runner.run((context) -> assertThat(adapter(context.getBean(SocketIOServer.class)))
			.isExactlyInstanceOf(InMemoryAdapter.class));
		this.runner.withPropertyValues("socketio.connection-state-recovery.enabled=true")
			.run((context) -> assertThat(adapter(context.getBean(SocketIOServer.class)))
				.isInstanceOf(SessionAwareAdapter.class));
	}

	private static Adapter adapter(SocketIOServer server) {
		return server.of("/").adapter();
	}

	@Test
	void doesNotStartWhenTheAdapterCannotRecover() {
		this.runner.withPropertyValues("socketio.connection-state-recovery.enabled=true")
			.withBean(AdapterFactory.class, () -> (namespace, sockets) -> new InMemoryAdapter(sockets))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("socketio.connection-state-recovery.enabled"));
	}

	@Test
	void doesNotStartWithPropertyThatMakesNoSense() {
		this.runner.withPropertyValues("socketio.ping-interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("socketio.ping-interval"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "events-per-second=-1", "event-burst=5", "connections-per-address=-1",
			"connection-period=0s", "refused-connects-per-minute=-1" })
	void doesNotStartWithRateThatMakesNoSense(String property) {
		this.runner.withPropertyValues("socketio.rate-limits." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("socketio.rate-limits." + property.substring(0, property.indexOf('='))));
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		EngineOptionsCustomizer second() {
			return (builder) -> builder.pingInterval(Duration.ofSeconds(2));
		}

		@Bean
		@Order(1)
		EngineOptionsCustomizer first() {
			return (builder) -> builder.pingInterval(Duration.ofSeconds(1)).pingTimeout(Duration.ofSeconds(7));
		}

		@Bean
		SocketIOServerCustomizer server() {
			return (builder) -> builder.adapters((namespace, sockets) -> new OwnAdapter());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Configurers {

		private final List<String> order = new ArrayList<>();

		@Bean
		@Order(2)
		SocketIOConfigurer second() {
			return configurer((io) -> {
				assertThat(this.order).containsExactly("/first");
				io.configure((setup) -> setup.of("/second"));
			});
		}

		@Bean
		@Order(1)
		SocketIOConfigurer first() {
			return configurer((io) -> {
				this.order.add("/first");
				io.configure((setup) -> setup.of("/first"));
			});
		}

		private static SocketIOConfigurer configurer(Consumer<SocketIOServer> configurer) {
			return configurer::accept;
		}

	}

	/**
	 * An adapter that the application defines.
	 */
	private static final class OwnAdapter extends InMemoryAdapter {

		OwnAdapter() {
			super(mock(LocalSockets.class));
		}

	}

}
