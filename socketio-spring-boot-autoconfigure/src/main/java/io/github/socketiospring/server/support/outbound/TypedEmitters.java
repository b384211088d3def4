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

package io.github.socketiospring.server.support.outbound;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Creates instances of interfaces whose methods are events. The methods of each interface
 * are analysed once.
 *
 * @since 0.1.0
 */
public final class TypedEmitters {

	private static final @Nullable Object[] NONE = {};

	private static final ClassValue<Map<Method, Event>> EVENTS = new ClassValue<>() {

		@Override
		protected Map<Method, Event> computeValue(Class<?> type) {
			return events(type);
		}

	};

	/** Looked up with the interface's own access, since it need not be public. */
	private static final ClassValue<Map<Method, MethodHandle>> DEFAULT_METHODS = new ClassValue<>() {

		@Override
		protected Map<Method, MethodHandle> computeValue(Class<?> type) {
			return defaultMethods(type);
		}

	};

	private TypedEmitters() {
	}

	/**
	 * Create an instance.
	 * @param <T> an interface whose methods are events
	 * @param type an interface whose methods are events
	 * @param sender sends the events
	 * @return an instance of the interface
	 */
	static <T> T create(Class<T> type, Sender sender) {
		Assert.isTrue(type.isInterface(), () -> type.getName() + " is not an interface");
		Map<Method, Event> events = EVENTS.get(type);
		Map<Method, MethodHandle> defaultMethods = DEFAULT_METHODS.get(type);
		InvocationHandler handler = (proxy, method, arguments) -> {
			@Nullable Object[] given = (arguments != null) ? arguments : NONE;
			Event event = events.get(method);
			if (event != null) {
				return event.send(sender, given);
			}
			MethodHandle defaultMethod = defaultMethods.get(method);
			if (defaultMethod != null) {
				return defaultMethod.bindTo(proxy).invokeWithArguments(given);
			}
			return invokeObjectMethod(type, proxy, method, arguments);
		};
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

	/**
	 * Create an instance that gets no acknowledgements.
	 * @param <T> an interface whose methods are events
	 * @param type an interface whose methods are events and return {@code void}
	 * @param sender sends an event with its arguments
	 * @return an instance of the interface
	 * @throws IllegalArgumentException if a method of the interface cannot be an event,
	 * or requests an acknowledgement
	 */
	public static <T> T createWithoutAnswers(Class<T> type, BiConsumer<String, @Nullable Object[]> sender) {
		Assert.isTrue(type.isInterface(), () -> type.getName() + " is not an interface");
		EVENTS.get(type)
			.forEach((method, event) -> Assert.isTrue(event.answer() == null,
					() -> method + " must return void: an emitter gets no acknowledgements"));
		return create(type, new Sender() {

			@Override
			public void emit(String event, @Nullable Object[] arguments) {
				sender.accept(event, arguments);
			}

			@Override
			public Object emitWithAck(String event, Answer answer, @Nullable Object[] arguments) {
				throw new UnsupportedOperationException("An emitter gets no acknowledgements");
			}

		});
	}

	private static Object invokeObjectMethod(Class<?> type, Object proxy, Method method, Object[] arguments) {
		return switch (method.getName()) {
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> "Sender of " + type.getName();
		};
	}

	private static Map<Method, Event> events(Class<?> type) {
		Map<Method, Event> events = new HashMap<>();
		for (Method method : type.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				events.put(method, event(type, method));
			}
		}
		return events;
	}

	private static Map<Method, MethodHandle> defaultMethods(Class<?> type) {
		Map<Method, MethodHandle> methods = new HashMap<>();
		for (Method method : type.getMethods()) {
			if (method.isDefault()) {
				Class<?> declaring = method.getDeclaringClass();
				try {
					methods.put(method, MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
						.unreflectSpecial(method, declaring));
				}
				catch (IllegalAccessException ex) {
					throw new IllegalStateException(method + " cannot be called", ex);
				}
			}
		}
		return methods;
	}

	private static Event event(Class<?> type, Method method) {
		ResolvableType returned = ResolvableType.forMethodReturnType(method, type);
		Class<?> raw = returned.toClass();
		Assert.isTrue(!ReservedEvents.contains(method.getName()),
				() -> method + " cannot be an event: its name is reserved");
		if (raw == void.class) {
			return new Event(method.getName(), null);
		}
		Assert.isTrue(raw == Mono.class || raw == Flux.class,
				() -> method + " cannot be an event: it must return void, or a Mono or Flux of acknowledgements");
		ResolvableType element = returned.getGeneric(0);
		ReceivedValues.check(element.getType());
		if (raw == Flux.class) {
			return new Event(method.getName(), new Answer(element.getType(), Answer.Kind.ALL));
		}
		if (element.toClass() == Void.class) {
			return new Event(method.getName(), new Answer(Object.class, Answer.Kind.NONE));
		}
		return new Event(method.getName(), new Answer(element.getType(), Answer.Kind.ONE));
	}

	/**
	 * How the events of an instance are sent.
	 */
	interface Sender {

		void emit(String event, @Nullable Object[] arguments);

		Object emitWithAck(String event, Answer answer, @Nullable Object[] arguments);

	}

	/**
	 * The acknowledgements that a method returns.
	 *
	 * @param type the type of one answer, or of a list of all
	 * @param kind how many answers
	 */
	record Answer(Type type, Kind kind) {

		/**
		 * Whether the method returns a list of all answers.
		 * @return {@code true} for a {@code Mono} of a {@code List}
		 */
		boolean isList() {
			return this.kind == Kind.ONE && ResolvableType.forType(this.type).toClass() == List.class;
		}

		Answer ofElement() {
			return new Answer(ResolvableType.forType(this.type).getGeneric(0).getType(), Kind.ALL);
		}

		Object adapt(Flux<?> answers) {
			return switch (this.kind) {
				case ALL -> answers;
				case ONE -> answers.next();
				case NONE -> answers.then();
			};
		}

		/**
		 * How many answers a method returns.
		 */
		enum Kind {

			/** None, only their completion. */
			NONE,

			/** The first one. */
			ONE,

			/** All of them. */
			ALL

		}

	}

	/**
	 * The event of a method.
	 *
	 * @param name the event's name
	 * @param answer the acknowledgements that the method returns, {@code null} for none
	 */
	private record Event(String name, @Nullable Answer answer) {

		@Nullable Object send(Sender sender, @Nullable Object[] arguments) {
			if (this.answer == null) {
				sender.emit(this.name, arguments);
				return null;
			}
			return sender.emitWithAck(this.name, this.answer, arguments);
		}

	}

}
