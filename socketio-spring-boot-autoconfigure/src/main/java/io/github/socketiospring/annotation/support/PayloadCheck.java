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

import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Predicate;

import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.SentValues;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.TokenBuffer;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Rejects parameters of types that clients cannot send. Of the types of Java and of
 * frameworks, only known value types are allowed; of all others, those that Jackson can
 * read and that are not the type of a bean.
 */
class PayloadCheck {

	private static final String ROOT = SocketIOSocket.class.getPackageName().replace(".server", ".");

	private static final Set<String> PARTS = Set.of("actuate", "adapter", "admin", "annotation", "autoconfigure",
			"core", "engineio", "event", "handler", "health", "observation", "protocol", "security", "server",
			"support", "transaction");

	private static final String SECURITY = "org.springframework.security.";

	private static final List<String> PLATFORM = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"org.springframework.", "org.reactivestreams.", "reactor.", "io.reactivex.", "io.netty.", "io.micrometer.",
			"tools.jackson.", "com.fasterxml.jackson.", "kotlin.coroutines.", "kotlinx.coroutines.", "org.slf4j.");

	private static final Set<Class<?>> VALUES = Set.of(Object.class, String.class, CharSequence.class, Number.class,
			StringBuilder.class, BigInteger.class, BigDecimal.class, UUID.class, URI.class, Locale.class,
			Currency.class, TimeZone.class, BitSet.class, Optional.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class, ByteBuffer.class, TokenBuffer.class, Iterable.class, Map.Entry.class);

	private static final List<Class<?>> KINDS_OF_VALUES = List.of(Date.class, Calendar.class, Enum.class,
			TreeNode.class);

	private static final List<String> PACKAGES_OF_VALUES = List.of("java.time", "java.util.concurrent.atomic",
			"org.springframework.data.geo", "org.springframework.util.unit");

	private final JsonMapper mapper;

	private final Predicate<Class<?>> beans;

	/**
	 * Create a check.
	 * @param mapper converts what clients send
	 * @param beans whether there is a bean of a type
	 */
	PayloadCheck(JsonMapper mapper, Predicate<Class<?>> beans) {
		this.mapper = mapper;
		this.beans = beans;
	}

	/**
	 * Determine the type of a parameter that the client sends.
	 * @param parameter a parameter for an event argument
	 * @return the type that Jackson converts to
	 * @throws IllegalStateException if no client can send it
	 */
	JavaType check(MethodParameter parameter) {
		JavaType type = PayloadTypes.of(parameter, this.mapper);
		if (!ParameterAnnotations.isEventPayload(parameter)) {
			checkKind(type);
		}
		checkReadable(type);
		return type;
	}

	/**
	 * Refuse a type that Jackson cannot read.
	 * @param type the type that an event argument is converted to
	 * @throws IllegalStateException if Jackson cannot read it
	 */
	void checkReadable(JavaType type) {
		checkReadable(type, new HashSet<>());
	}

	private void checkReadable(JavaType type, Set<JavaType> seen) {
		if (!seen.add(type)) {
			return;
		}
		checkName(type.getRawClass());
		if (type.getKeyType() != null) {
			checkName(type.getKeyType().getRawClass());
		}
		JavaType content = type.getContentType();
		if (content != null) {
			checkReadable(content, seen);
		}
		try {
			ValueDeserializer<?> deserializer = this.mapper._deserializationContext().findRootValueDeserializer(type);
			Assert.state(canRead(type, deserializer), () -> "cannot be read by Jackson, which cannot create a "
					+ type.getRawClass().getName() + ": use a record or another type with a creator");
			if (deserializer instanceof BeanDeserializerBase bean) {
				bean.properties().forEachRemaining((property) -> checkReadable(property.getType(), seen));
			}
		}
		catch (JacksonException ex) {
			throw new IllegalStateException("cannot be read by Jackson: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Refuse a type whose values clients must not choose.
	 * @param type the type that a text of the client is converted to
	 * @throws IllegalStateException if Spring would load, compile, open or resolve what
	 * the client names
	 */
	static void checkName(ResolvableType type) {
		checkName(type.toClass());
		if (type.isArray()) {
			checkName(type.getComponentType());
		}
		for (ResolvableType part : type.getGenerics()) {
			// A variable may refer to itself.
			if (!(part.getType() instanceof TypeVariable)) {
				checkName(part);
			}
		}
	}

	private static void checkName(Class<?> type) {
		String problem = ReceivedValues.problem(type);
		Assert.state(problem == null, () -> "contains a " + problem);
	}

	private static boolean canRead(JavaType type, ValueDeserializer<?> deserializer) {
		if (deserializer instanceof BeanDeserializerBase bean) {
			return bean.getValueInstantiator().canInstantiate();
		}
		return !(deserializer instanceof AbstractDeserializer) || type.isJavaLangObject();
	}

	private void checkKind(@Nullable JavaType type) {
		if (type == null) {
			return;
		}
		checkKind(type.getKeyType());
		checkKind(type.getContentType());
		Class<?> rawType = type.getRawClass();
		if (rawType.isArray()) {
			return;
		}
		if (PLATFORM.stream().anyMatch(rawType.getName()::startsWith) || rawType.isPrimitive()) {
			Assert.state(isValue(rawType), () -> refusal(rawType));
			return;
		}
		Assert.state(!isOurs(rawType) && !isIdentity(rawType) && SentValues.problem(rawType) == null,
				() -> refusal(rawType));
		Assert.state(!this.beans.test(rawType),
				() -> "is of type " + rawType.getName() + ", of which there is a bean: inject the bean into the "
						+ "constructor, or add @EventPayload if the client sends this");
	}

	private static boolean isOurs(Class<?> type) {
		String name = type.getName();
		if (!name.startsWith(ROOT)) {
			return false;
		}
		int end = name.indexOf('.', ROOT.length());
		Class<?> outermost = type;
		while (outermost.getEnclosingClass() != null) {
			outermost = outermost.getEnclosingClass();
		}
		return end > 0 && PARTS.contains(name.substring(ROOT.length(), end))
				&& Modifier.isPublic(outermost.getModifiers());
	}

	/**
	 * Whether a type represents an identity or authorities, such as {@code UserDetails}.
	 * @param type a type, {@code null} for none
	 * @return whether it, or one of its parents, belongs to Spring Security or is a
	 * principal
	 */
	private static boolean isIdentity(@Nullable Class<?> type) {
		return type != null
				&& (type == Principal.class || type.getName().startsWith(SECURITY) || isIdentity(type.getSuperclass())
						|| Arrays.stream(type.getInterfaces()).anyMatch(PayloadCheck::isIdentity));
	}

	private static boolean isValue(Class<?> type) {
		if (ClassUtils.isPrimitiveOrWrapper(type) || VALUES.contains(type)) {
			return true;
		}
		if (type.getName().startsWith("java.util.")
				&& (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))) {
			return true;
		}
		return PACKAGES_OF_VALUES.contains(type.getPackageName())
				|| KINDS_OF_VALUES.stream().anyMatch((kind) -> kind.isAssignableFrom(type));
	}

	private static String refusal(Class<?> type) {
		return "is neither part of an event's context nor a type that clients can send: " + instead(type);
	}

	private static String instead(Class<?> type) {
		String name = type.getName();
		if (isOurs(type)) {
			return "remove it";
		}
		if (SentValues.isReactive(type)) {
			return "use the value itself; the method may still return a " + type.getSimpleName();
		}
		if (name.startsWith("org.springframework.validation.")) {
			return "handle invalid arguments in a @SocketExceptionHandler method";
		}
		if (isIdentity(type)) {
			return "use a java.security.Principal";
		}
		if (name.startsWith("org.springframework.http.") || name.startsWith("org.springframework.web.")) {
			return "use a Handshake, @HandshakeHeader, @HandshakeParam or @SocketAttribute";
		}
		return "use a type of your own, inject it into the constructor of the bean, or add @EventPayload if the "
				+ "client does send it";
	}

}
