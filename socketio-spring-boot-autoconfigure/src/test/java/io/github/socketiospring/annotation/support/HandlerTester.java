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

import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.socketiospring.annotation.support.AnnotatedHandlerOptions.Builder;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.mockito.ArgumentMatchers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * An application context with handler beans, and a server that delivers sockets and
 * events to them without a network.
 */
class HandlerTester implements AutoCloseable {

	static final String BLOCKING = "may-block-";

	final JsonMapper mapper = JsonMapper.shared();

	final ErrorAckMapper errors = (error, locale) -> "error: " + error.getMessage();

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	final SocketIOServer server = mock();

	final TestHandshake handshake = new TestHandshake();

	final Map<String, Object> attributes = new ConcurrentHashMap<>();

	final Map<String, String> variables = new HashMap<>();

	final Map<Object, List<NamespaceHandler>> handlers = new LinkedHashMap<>();

	final Namespace namespace = mock();

	final SocketIOSocket socket = mock();

	private UnaryOperator<Builder> options = UnaryOperator.identity();

	HandlerTester() {
		willAnswer((call) -> namespace(call.getArgument(0))).given(this.server).of(anyString());
		willAnswer((call) -> namespace(call.getArgument(0))).given(this.server)
			.of(ArgumentMatchers.<Function<String, @Nullable Map<String, String>>>any());
		given(this.namespace.name()).willReturn("/");
		given(this.namespace.variables()).willReturn(this.variables);
		given(this.socket.id()).willReturn("socket-id");
		given(this.socket.namespace()).willReturn(this.namespace);
		given(this.socket.handshake()).willReturn(this.handshake);
		given(this.socket.context()).willAnswer((call) -> this.handshake.context);
		given(this.socket.context(any()))
			.willAnswer((call) -> Context.of(this.handshake.context).putAll(call.<ContextView>getArgument(0)));
		given(this.socket.attributes()).willReturn(this.attributes);
	}

	static HandlerTester of(Class<?>... beans) {
		return new HandlerTester().start(beans);
	}

	HandlerTester with(UnaryOperator<Builder> options) {
		this.options = options;
		return this;
	}

	HandlerTester register(Consumer<AnnotationConfigApplicationContext> registration) {
		registration.accept(this.context);
		return this;
	}

	HandlerTester start(Class<?>... beans) {
		if (beans.length > 0) {
			this.context.register(beans);
		}
		Builder builder = AnnotatedHandlerOptions.builder(() -> this.server, this.mapper, this.errors,
				new SimpleAsyncTaskExecutor(BLOCKING));
		AnnotatedHandlerOptions options = this.options.apply(builder).build();
		this.context.registerBean("registrar", AnnotatedHandlerRegistrar.class,
				() -> new AnnotatedHandlerRegistrar(this.context.getBeanFactory(), options));
		this.context.refresh();
		return this;
	}

	HandlerTester principal(Principal principal) {
		given(this.socket.principal()).willReturn(principal);
		return this;
	}

	NamespaceHandler handler() {
		return this.handlers.values().iterator().next().get(0);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	TestInvocation emit(String event, @Nullable Object... arguments) {
		return emit((invocation) -> {
		}, event, arguments);
	}

	TestInvocation emit(Consumer<TestInvocation> preparation, String event, @Nullable Object... arguments) {
		EventHandler handler = handler().eventHandler(event);
		if (handler == null) {
			throw new AssertionError("No handler for " + event);
		}
		TestInvocation invocation = new TestInvocation(this.socket, event, handler.readArguments(read(arguments)),
				this.errors);
		preparation.accept(invocation);
		handler.handle(invocation);
		return invocation;
	}

	/**
	 * Let another server send an event.
	 */
	TestInvocation emitFromServer(String event, @Nullable Object... arguments) {
		EventHandler handler = handler().serverEventHandler(event);
		if (handler == null) {
			throw new AssertionError("No handler for " + event + " of servers");
		}
		TestInvocation invocation = TestInvocation.withoutSocket(this.namespace, event,
				handler.readArguments(read(arguments)), this.errors);
		handler.handle(invocation);
		return invocation;
	}

	EventArguments read(@Nullable Object... arguments) {
		List<JsonNode> nodes = new ArrayList<>();
		for (Object argument : arguments) {
			nodes.add((argument != null) ? this.mapper.valueToTree(argument) : this.mapper.nullNode());
		}
		return new EventArguments(new TreeArgumentReader(nodes, this.mapper));
	}

	private Namespace namespace(Object path) {
		Namespace namespace = mock();
		willAnswer((call) -> {
			this.handlers.computeIfAbsent(path, (key) -> new ArrayList<>()).add(call.getArgument(0));
			return namespace;
		}).given(namespace).addHandler(any());
		return namespace;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
