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

import java.util.concurrent.Executor;

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.RecoveryMemory;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.annotation.support.AnnotatedHandlerOptions;
import io.github.socketiospring.annotation.support.AnnotatedHandlerRegistrar;
import io.github.socketiospring.core.AfterCommit;
import io.github.socketiospring.core.SocketIOOperations;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.SessionIdGenerator;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.engineio.web.EngineHandlerMapping;
import io.github.socketiospring.engineio.web.EngineMiddleware;
import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.engineio.web.HandshakeContextFilter;
import io.github.socketiospring.engineio.web.HandshakeInterceptor;
import io.github.socketiospring.engineio.web.KeptConnectionReader;
import io.github.socketiospring.engineio.web.PrincipalFilter;
import io.github.socketiospring.engineio.web.ResponseHeadersCustomizer;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.handler.HandlerMethodCheck;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.server.AccessRules;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.ErrorStatusResolver;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.support.DetachedScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.validation.Validator;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

/**
 * Auto-configuration of a Socket.IO server in a reactive web application: the server, its
 * entry point on the application's port, the template, and graceful shutdown. Every bean
 * backs off if the application defines its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
		"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, JsonMapper.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SocketIOProperties.class)
public final class SocketIOAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	EngineOptions engineOptions(SocketIOProperties properties, ObjectProvider<EngineOptionsCustomizer> customizers) {
		EngineOptions.Builder builder = properties.toEngineOptions();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	PacketParser socketIOPacketParser(SocketIOProperties properties, ObjectProvider<JsonMapper> mapper) {
		return PacketParsers.create(properties.parser(), mapper.getIfAvailable(JsonMapper::shared),
				properties.limits().toPacketLimits());
	}

	@Bean
	@ConditionalOnMissingBean
	RecoveryMemory socketIORecoveryMemory(SocketIOProperties properties) {
		return new RecoveryMemory(properties.connectionStateRecovery().maxSize().toBytes());
	}

	@Bean
	@ConditionalOnMissingBean
	AdapterFactory socketIOAdapterFactory(SocketIOProperties properties, RecoveryMemory memory) {
		SocketIOProperties.Recovery recovery = properties.connectionStateRecovery();
		if (recovery.enabled()) {
			return (namespace, sockets) -> new SessionAwareAdapter(sockets, recovery.maxDisconnectionDuration(),
					recovery.maxPackets(), memory, DetachedScheduler.parallel());
		}
		return (namespace, sockets) -> new InMemoryAdapter(sockets);
	}

	@Bean
	@ConditionalOnMissingBean
	ErrorAckMapper socketIOErrorAckMapper(MessageSource messages, SocketIOProperties properties) {
		return new ProblemDetailErrorAckMapper(new Problems(messages, properties.errors().includeMessage()),
				properties.errors().acknowledge());
	}

	@Bean
	@ConditionalOnMissingBean
	ErrorStatusResolver socketIOErrorStatusResolver(MessageSource messages, SocketIOProperties properties) {
		return new Problems(messages, properties.errors().includeMessage());
	}

	@Bean(destroyMethod = "shutdown")
	@ConditionalOnMissingBean
	SocketIOServer socketIOServer(SocketIOProperties properties, PacketParser parser, AdapterFactory adapters,
			ErrorAckMapper errors, ErrorStatusResolver errorStatuses, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<PrincipalContextWriter> principalContext, ObjectProvider<ConnectMiddleware.Guard> guards,
			ObjectProvider<AccessRules> accessRules, ObjectProvider<SocketIOListener> listeners,
			@Qualifier(HandlerExecutors.BEAN_NAME) ObjectProvider<Executor> executor,
			ObjectProvider<SocketIOServerCustomizer> customizers, Environment environment) {
		SocketIOServer.Builder builder = SocketIOServers.builder()
			.options(properties.toSocketIOOptions())
			.parser(parser)
			.adapters(adapters)
			.errors(errors)
			.errorStatuses(errorStatuses)
			.mapper(mapper.getIfAvailable(JsonMapper::shared))
			.guards(guards.orderedStream().toList())
			.executor(executor.getIfAvailable(() -> HandlerExecutors.create(environment)));
		principalContext.ifAvailable(builder::principalContext);
		accessRules.ifAvailable(builder::accessRules);
		listeners.orderedStream().forEach(builder::listener);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	EngineServer engineServer(EngineOptions options, SocketIOServer server, RecoveryMemory recovery,
			ObjectProvider<ClusterNode> cluster, ObjectProvider<SessionIdGenerator> ids,
			ObjectProvider<EngineListener> listeners) {
		SessionIdGenerator generator = ids.getIfAvailable();
		EngineServer engine = (generator != null) ? new EngineServer(options, server, generator)
				: new EngineServer(options, server);
		recovery.countIn(engine.memory());
		cluster.ifAvailable((node) -> node.countIn(engine.memory()));
		listeners.orderedStream().forEach(engine::addListener);
		return engine;
	}

	@Bean
	@ConditionalOnMissingBean
	EngineWebHandler engineWebHandler(EngineServer server, SocketIOProperties properties, EngineOptions options,
			@Qualifier("socketIOWebSocketService") ObjectProvider<WebSocketService> webSocketService,
			ObjectProvider<HandshakeInterceptor> interceptors, ObjectProvider<HandshakeContextFilter> contextFilters,
			ObjectProvider<PrincipalFilter> principalFilter, ObjectProvider<EngineMiddleware> middleware,
			ObjectProvider<ResponseHeadersCustomizer> responseHeaders) {
		// Not a bean, because an application may look up a single bean of that type.
		WebSocketService service = webSocketService.getIfAvailable(
				() -> new HandshakeWebSocketService(EngineUpgradeStrategies.forServerInUse(options.maxPayload())));
		EngineWebHandler.Builder builder = EngineWebHandler.builder(server, service);
		principalFilter.ifAvailable(builder::principalFilter);
		return builder.cors(properties.cors().toCorsConfiguration())
			.interceptors(interceptors.orderedStream().toList())
			.contextFilters(contextFilters.orderedStream().toList())
			.middleware(middleware.orderedStream().toList())
			.responseHeaders(responseHeaders.orderedStream().toList())
			.build();
	}

	@Bean
	@ConditionalOnMissingBean
	EngineHandlerMapping engineHandlerMapping(EngineWebHandler handler, SocketIOProperties properties) {
		logger.info("Socket.IO endpoint {} ({})", properties.path(),
				properties.transports().stream().map(TransportType::value).toList());
		return new EngineHandlerMapping(properties.path(), handler, properties.addTrailingSlash());
	}

	@Bean
	@ConditionalOnMissingBean(SocketIOOperations.class)
	SocketIOTemplate socketIOTemplate(SocketIOServer server, ObjectProvider<AfterCommit> afterCommit) {
		return new SocketIOTemplate(server, afterCommit.getIfAvailable(() -> AfterCommit.AT_ONCE));
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOSetup socketIOSetup(SocketIOServer server, ObjectProvider<SocketIOConfigurer> configurers) {
		return new SocketIOSetup(server, configurers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	static AnnotatedHandlerRegistrar socketIOAnnotatedHandlerRegistrar(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<SocketIOServer> server, ErrorAckMapper errors, SocketIOProperties properties,
			ObjectProvider<JsonMapper> mapper, ObjectProvider<Validator> validators,
			@Qualifier(HandlerExecutors.BEAN_NAME) ObjectProvider<Executor> executor,
			ObjectProvider<HandlerMethodArgumentResolver> resolvers, ObjectProvider<HandlerMethodCheck> checks,
			Environment environment) {
		AnnotatedHandlerOptions options = AnnotatedHandlerOptions
			.builder(server::getObject, mapper.getIfAvailable(JsonMapper::shared), errors,
					executor.getIfAvailable(() -> HandlerExecutors.create(environment)))
			.execution(properties.handlers().execution())
			.ordered(properties.handlers().ordered())
			.maxResults(properties.handlers().maxResults())
			.validator(validators.stream()
				.filter((validator) -> validator.supports(Object.class))
				.findFirst()
				.orElse(null))
			.argumentResolvers(resolvers.orderedStream().toList())
			.methodChecks(checks.orderedStream().toList())
			.build();
		return new AnnotatedHandlerRegistrar(beanFactory, options);
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOLifecycle socketIOLifecycle(EngineServer engine, SocketIOServer server, SocketIOProperties properties) {
		return new SocketIOLifecycle(engine, server, properties.shutdown());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "socketio.serve-client", matchIfMissing = true)
	ClientFileMapping socketIOClientFileMapping(SocketIOProperties properties) {
		return new ClientFileMapping(properties.path(), new ClientBundle(), properties.cors().toCorsConfiguration());
	}

	/**
	 * Keeps connections readable that Reactor Netty might stop reading after other
	 * answers of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ NettyServerCustomizer.class, HttpServer.class })
	static class ReactorNetty {

		@Bean
		NettyServerCustomizer socketIOKeptConnections() {
			return (server) -> server
				.doOnChannelInit((observer, channel, remoteAddress) -> KeptConnectionReader.install(channel));
		}

	}

	/**
	 * Fails the start, since otherwise every client could connect.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("socketio.security.connect-auth.decoder")
	@ConditionalOnMissingClass("org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken")
	static class MissingResourceServer {

		MissingResourceServer() {
			throw new IllegalStateException("'socketio.security.connect-auth.decoder' is set, but "
					+ "'spring-security-oauth2-resource-server' is not on the class path: add "
					+ "'spring-boot-starter-oauth2-resource-server'");
		}

	}

}
