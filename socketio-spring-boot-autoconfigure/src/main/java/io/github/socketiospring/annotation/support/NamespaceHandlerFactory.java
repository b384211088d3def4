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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnServerEvent;
import io.github.socketiospring.annotation.support.AnnotatedNamespaceHandler.LifecycleMethod;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.EventHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * Creates the handlers of one path from its beans.
 */
class NamespaceHandlerFactory {

	private final AnnotatedHandlerOptions options;

	private final HandlerMethodFactory methods;

	private final List<ExceptionHandlerMethods> advice;

	private final List<ExceptionHandlerMethods> adviceWithoutSocket;

	private final StringValueResolver placeholders;

	private final RateLimits rateLimits;

	/**
	 * Create a factory.
	 * @param options the options for handler methods
	 * @param advice the exception handlers that serve all namespaces, in order
	 * @param placeholders replaces placeholders in event names
	 * @param beans whether there is a bean of a type
	 */
	NamespaceHandlerFactory(AnnotatedHandlerOptions options, List<HandlerBean> advice, StringValueResolver placeholders,
			Predicate<Class<?>> beans) {
		this.options = options;
		this.methods = new HandlerMethodFactory(options, beans);
		this.advice = advice.stream().map((bean) -> ExceptionHandlerMethods.of(bean, null, this.methods)).toList();
		this.adviceWithoutSocket = advice.stream()
			.map((bean) -> ExceptionHandlerMethods.withoutSocket(bean, null, this.methods))
			.toList();
		this.placeholders = placeholders;
		this.rateLimits = new RateLimits(placeholders);
	}

	/**
	 * Create the handlers. Each bean with methods for sockets that connect or leave has
	 * one; the first one handles all events. Further {@code @OnConnect} methods of a bean
	 * have their own handlers: once the first method has completed, the
	 * {@code @OnDisconnect} methods are called, even if one of those refuses the socket.
	 * @param path the name or pattern of the namespace
	 * @param beans the beans, in order
	 * @return the handlers, in the order of the beans
	 * @throws IllegalStateException if the signature of a method is not supported, or if
	 * methods conflict
	 */
	List<AnnotatedNamespaceHandler> create(String path, List<HandlerBean> beans) {
		Map<HandlerBean, HandlerErrors> errors = new LinkedHashMap<>();
		beans.forEach((bean) -> errors.put(bean, errors(bean, path)));
		Map<String, EventHandler> events = new LinkedHashMap<>();
		List<EventHandler> anyEvent = new ArrayList<>();
		Map<String, EventHandler> serverEvents = new LinkedHashMap<>();
		errors.forEach((bean, own) -> {
			addEvents(events, bean, path, own);
			addAnyEvents(anyEvent, bean, path, own);
			addServerEvents(serverEvents, bean, path);
		});
		Map<String, EventHandler> all = withObservers(events, anyEvent);
		EventHandler others = observers(anyEvent);
		List<AnnotatedNamespaceHandler> handlers = new ArrayList<>(1);
		errors.forEach((bean, own) -> {
			boolean first = handlers.isEmpty();
			List<LifecycleMethod> connect = lifecycle(bean, path, HandlerKind.CONNECT, own);
			AnnotatedNamespaceHandler handler = new AnnotatedNamespaceHandler((first) ? all : Map.of(),
					(first) ? others : null, (first) ? Map.copyOf(serverEvents) : Map.of(),
					connect.isEmpty() ? null : connect.get(0), lifecycle(bean, path, HandlerKind.DISCONNECTING, own),
					lifecycle(bean, path, HandlerKind.DISCONNECT, own));
			if (first || !handler.isIdle()) {
				handlers.add(handler);
			}
			connect.stream()
				.skip(1)
				.map((method) -> new AnnotatedNamespaceHandler(Map.of(), null, Map.of(), method, List.of(), List.of()))
				.forEach(handlers::add);
		});
		return handlers;
	}

	private HandlerErrors errors(HandlerBean bean, String path) {
		List<ExceptionHandlerMethods> handlers = new ArrayList<>();
		handlers.add(ExceptionHandlerMethods.of(bean, path, this.methods));
		handlers.addAll(this.advice);
		return new HandlerErrors(handlers, this.options.errorAckMapper());
	}

	private void addEvents(Map<String, EventHandler> events, HandlerBean bean, String path, HandlerErrors errors) {
		for (Method method : bean.methods(HandlerKind.EVENT)) {
			InvocableEventHandlerMethod invocable = this.methods.create(bean, method, HandlerKind.EVENT, path);
			OnEvent annotation = annotation(method, OnEvent.class);
			EventHandler handler = new AnnotatedEventHandler(invocable, HandlerKind.EVENT, errors,
					annotation.ordered() && this.options.isOrdered(), this.rateLimits.of(invocable),
					timeout(annotation.timeout(), invocable));
			Assert.state(annotation.names().length > 0,
					() -> "@OnEvent of " + invocable + " names no event: write @OnEvent(\"name\"), or @OnAnyEvent");
			for (String declared : annotation.names()) {
				String name = eventName(declared, invocable);
				EventHandler other = events.put(name, handler);
				Assert.state(other == null,
						() -> "Both " + other + " and " + invocable + " handle event '" + name + "' of namespace '"
								+ path + "': only one of them can acknowledge it. Merge them, or make "
								+ "one of them an @OnAnyEvent method");
			}
		}
	}

	private String eventName(String declared, InvocableEventHandlerMethod method) {
		String name = this.placeholders.resolveStringValue(declared);
		Assert.state(name != null && !name.isEmpty(),
				() -> "@OnEvent of " + method + " has an empty event name: give the event a name");
		Assert.state(!ReservedEvents.contains(name), () -> "@OnEvent of " + method + " handles '" + name
				+ "', which is reserved by Socket.IO: use @OnConnect, @OnDisconnecting or @OnDisconnect, or choose "
				+ "another name");
		return name;
	}

	private @Nullable Duration timeout(String declared, InvocableEventHandlerMethod method) {
		String resolved = this.placeholders.resolveStringValue(declared);
		if (!StringUtils.hasText(resolved)) {
			return null;
		}
		try {
			Duration timeout = DurationFormatterUtils.detectAndParse(resolved);
			Assert.isTrue(timeout.toMillis() > 0, "it must be at least one millisecond");
			return timeout;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(
					"The timeout \"" + resolved + "\" of " + method + " is invalid: " + ex.getMessage(), ex);
		}
	}

	private void addAnyEvents(List<EventHandler> handlers, HandlerBean bean, String path, HandlerErrors errors) {
		for (Method method : bean.methods(HandlerKind.ANY_EVENT)) {
			InvocableEventHandlerMethod invocable = this.methods.create(bean, method, HandlerKind.ANY_EVENT, path);
			OnAnyEvent annotation = annotation(method, OnAnyEvent.class);
			handlers.add(new AnnotatedEventHandler(invocable, HandlerKind.ANY_EVENT, errors,
					annotation.ordered() && this.options.isOrdered(), this.rateLimits.of(invocable),
					timeout(annotation.timeout(), invocable)));
		}
	}

	private void addServerEvents(Map<String, EventHandler> events, HandlerBean bean, String path) {
		List<Method> found = bean.methods(HandlerKind.SERVER_EVENT);
		if (found.isEmpty()) {
			return;
		}
		List<ExceptionHandlerMethods> handlers = new ArrayList<>();
		handlers.add(ExceptionHandlerMethods.withoutSocket(bean, path, this.methods));
		handlers.addAll(this.adviceWithoutSocket);
		HandlerErrors errors = new HandlerErrors(handlers, this.options.errorAckMapper());
		for (Method method : found) {
			InvocableEventHandlerMethod invocable = this.methods.create(bean, method, HandlerKind.SERVER_EVENT, path);
			RateLimits.refuse(invocable);
			OnServerEvent annotation = annotation(method, OnServerEvent.class);
			EventHandler handler = new AnnotatedEventHandler(invocable, HandlerKind.SERVER_EVENT, errors,
					annotation.ordered(), List.of(), timeout(annotation.timeout(), invocable));
			Assert.state(annotation.names().length > 0,
					() -> "@OnServerEvent of " + invocable + " names no event: write @OnServerEvent(\"name\")");
			for (String declared : annotation.names()) {
				String name = serverEventName(declared, invocable);
				EventHandler other = events.put(name, handler);
				Assert.state(other == null, () -> "Both " + other + " and " + invocable + " handle event '" + name
						+ "' of other servers in namespace '" + path + "': only one of them can answer it. Merge them");
			}
		}
	}

	private String serverEventName(String declared, InvocableEventHandlerMethod method) {
		String name = this.placeholders.resolveStringValue(declared);
		Assert.state(name != null && !name.isEmpty(),
				() -> "@OnServerEvent of " + method + " has an empty event name: give the event a name");
		Assert.state(!ReservedEvents.containsForServers(name), () -> "@OnServerEvent of " + method + " handles '" + name
				+ "', which is reserved among servers: choose another name");
		return name;
	}

	private List<LifecycleMethod> lifecycle(HandlerBean bean, String path, HandlerKind kind, HandlerErrors errors) {
		List<LifecycleMethod> methods = new ArrayList<>(1);
		for (Method method : bean.methods(kind)) {
			InvocableEventHandlerMethod invocable = this.methods.create(bean, method, kind, path);
			RateLimits.refuse(invocable);
			methods.add(new LifecycleMethod(invocable, errors));
		}
		return List.copyOf(methods);
	}

	private Map<String, EventHandler> withObservers(Map<String, EventHandler> events, List<EventHandler> observers) {
		if (!observers.isEmpty()) {
			JsonMapper mapper = this.options.jsonMapper();
			events.replaceAll((name, handler) -> new EventHandlerChain(observers, handler, mapper));
		}
		return Map.copyOf(events);
	}

	private @Nullable EventHandler observers(List<EventHandler> observers) {
		if (observers.size() <= 1) {
			return (!observers.isEmpty()) ? observers.get(0) : null;
		}
		return new EventHandlerChain(observers, null, this.options.jsonMapper());
	}

	private static <A extends Annotation> A annotation(Method method, Class<A> type) {
		A annotation = AnnotatedElementUtils.findMergedAnnotation(method, type);
		Assert.state(annotation != null, "No annotation");
		return annotation;
	}

}
