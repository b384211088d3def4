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

package io.github.socketiospring.protocol;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.type.MapType;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.io.InputStreamSource;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Decides how values are sent, at any depth of a packet's payload. The bytes of a
 * {@link DataBuffer} or {@link ByteBuffer} are copied; its owner still has to release the
 * buffer. A value that only wraps another, such as a publisher, a future or a stream, is
 * rejected: Jackson would send the results of its getters. Records and enums are always
 * data.
 *
 * @since 0.1.0
 */
public final class SentValues extends JacksonModule {

	private static final List<Class<?>> LEADS_TO_A_VALUE = List.of(Future.class, Callable.class, Runnable.class,
			Reference.class, ThreadLocal.class);

	private static final List<String> LEADS_TO_A_VALUE_BY_NAME = List.of("kotlin.Function", "kotlin.Lazy",
			"org.springframework.beans.factory.ObjectFactory");

	private static final String FUNCTIONS = Supplier.class.getPackageName() + ".";

	private static final List<Class<?>> READ_ONCE = List.of(BaseStream.class, Iterator.class, Enumeration.class,
			Spliterator.class);

	private static final String SEQUENCE = "kotlin.sequences.Sequence";

	private static final List<Class<?>> READ_FROM = List.of(AutoCloseable.class, InputStreamSource.class);

	/** By name, since not every application has these types. */
	private static final List<String> BUFFERS = List.of("io.netty.buffer.ByteBuf", "io.netty.buffer.ByteBufHolder");

	private static final List<String> SAYS_HOW_TO_ANSWER = List.of("org.springframework.http.HttpEntity",
			"org.springframework.http.HttpHeaders", "org.springframework.http.HttpMessage",
			"org.springframework.http.codec.ServerSentEvent", "org.springframework.http.codec.multipart.Part",
			"org.springframework.messaging.Message", "org.springframework.security.core.context.SecurityContext",
			"org.springframework.ui.Model", "org.springframework.ui.ModelMap", "org.springframework.validation.Errors",
			"org.springframework.web.ErrorResponse", "org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.reactive.function.server.ServerRequest",
			"org.springframework.web.reactive.function.server.ServerResponse",
			"org.springframework.web.reactive.result.view.FragmentsRendering",
			"org.springframework.web.reactive.result.view.Rendering",
			"org.springframework.web.reactive.result.view.View", "org.springframework.web.server.ServerWebExchange",
			"org.springframework.web.server.WebSession", "org.springframework.web.servlet.ModelAndView",
			"org.springframework.web.servlet.View", "org.springframework.web.servlet.function.ServerResponse",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

	private static final List<String> SERVER_SIDE = List.of("Ack", "BroadcastOperations", "EventData", "Handshake",
			"Namespace", "RemoteSocket", "SocketEmitter", "SocketIOServer", "SocketIOSocket");

	private static final String SERVER = SentValues.class.getPackageName().replace(".protocol", ".server.");

	private SentValues() {
	}

	/**
	 * Create a mapper that writes values in this way.
	 * @param mapper the application's mapper, which is not changed
	 * @return a mapper for values to send
	 */
	public static JsonMapper mapper(JsonMapper mapper) {
		return mapper.rebuild().addModule(new SentValues()).build();
	}

	/**
	 * Explain why values of a type cannot be sent.
	 * @param type the class of a value to send
	 * @return a sentence that says what to send instead, {@code null} if they can be sent
	 */
	public static @Nullable String problem(Class<?> type) {
		if (type.isRecord() || Enum.class.isAssignableFrom(type) || type.getName().startsWith("tools.jackson.")) {
			return null;
		}
		if (isReactive(type)) {
			return refusal(type, "is not a value yet: wait for its values and send them");
		}
		if (Throwable.class.isAssignableFrom(type)) {
			return refusal(type, "is an error: send the part that the client needs");
		}
		if (isAny(type, LEADS_TO_A_VALUE) || isAny(type, SentValues::leadsToAValue)) {
			return refusal(type, "only leads to a value: send the value");
		}
		if (isAny(type, READ_ONCE) || isAny(type, SEQUENCE::equals)) {
			return refusal(type, "can be read only once: send a list");
		}
		if (isAny(type, BUFFERS::contains)) {
			return refusal(type, "is a buffer that its owner reuses: send its bytes as byte[]");
		}
		if (isAny(type, READ_FROM) && !DataBuffer.class.isAssignableFrom(type)) {
			return refusal(type, "is something to read from: send its content");
		}
		if (isAny(type, SAYS_HOW_TO_ANSWER::contains)) {
			return refusal(type, "has a meaning for HTTP or messaging only: send what it contains");
		}
		if (isAny(type, SentValues::isServerSide)) {
			return refusal(type, "stays on the server: send the values that the client needs");
		}
		return null;
	}

	/**
	 * Whether a type represents values that arrive later.
	 * @param type the class of a value to send
	 * @return {@code true} for the types of reactive libraries and for Java's futures
	 */
	public static boolean isReactive(Class<?> type) {
		return type != Object.class && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	private static String refusal(Class<?> type, String reason) {
		return "A value of " + type.getName() + " cannot be sent, since it " + reason;
	}

	private static boolean isAny(Class<?> type, List<Class<?>> kinds) {
		return kinds.stream().anyMatch((kind) -> kind.isAssignableFrom(type));
	}

	private static boolean isAny(@Nullable Class<?> type, Predicate<String> names) {
		if (type == null) {
			return false;
		}
		if (names.test(type.getName()) || isAny(type.getSuperclass(), names)) {
			return true;
		}
		for (Class<?> parent : type.getInterfaces()) {
			if (isAny(parent, names)) {
				return true;
			}
		}
		return false;
	}

	private static boolean leadsToAValue(String name) {
		return name.startsWith(FUNCTIONS) || LEADS_TO_A_VALUE_BY_NAME.contains(name);
	}

	private static boolean isServerSide(String name) {
		return name.startsWith(SERVER) && SERVER_SIDE.contains(name.substring(SERVER.length()));
	}

	@Override
	public String getModuleName() {
		return SentValues.class.getName();
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public void setupModule(SetupContext context) {
		context.addSerializers(new ByType());
	}

	/**
	 * Finds the types that need a special serializer.
	 */
	private static final class ByType extends Serializers.Base {

		@Override
		public @Nullable ValueSerializer<?> findSerializer(SerializationConfig config, JavaType type,
				BeanDescription.Supplier description, JsonFormat.Value format) {
			return find(type);
		}

		@Override
		public @Nullable ValueSerializer<?> findMapSerializer(SerializationConfig config, MapType type,
				BeanDescription.Supplier description, JsonFormat.Value format, ValueSerializer<Object> keys,
				TypeSerializer typed, ValueSerializer<Object> values) {
			return find(type);
		}

		private static @Nullable ValueSerializer<?> find(JavaType type) {
			if (type.isTypeOrSubTypeOf(DataBuffer.class) || type.isTypeOrSubTypeOf(ByteBuffer.class)) {
				return new Content();
			}
			String problem = problem(type.getRawClass());
			return (problem != null) ? new Refusal(problem) : null;
		}

	}

	/**
	 * Writes the readable bytes of a buffer. Jackson's own serializer cannot write into
	 * trees.
	 */
	private static final class Content extends ValueSerializer<Object> {

		@Override
		public void serialize(Object value, JsonGenerator json, SerializationContext context) {
			json.writeBinary((value instanceof DataBuffer buffer) ? bytes(buffer) : bytes((ByteBuffer) value));
		}

		private byte[] bytes(DataBuffer buffer) {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.toByteBuffer(ByteBuffer.wrap(bytes));
			return bytes;
		}

		private byte[] bytes(ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return bytes;
		}

	}

	/**
	 * Rejects a value, and says why.
	 */
	private static final class Refusal extends ValueSerializer<Object> {

		private final String problem;

		Refusal(String problem) {
			this.problem = problem;
		}

		@Override
		public void serialize(Object value, JsonGenerator json, SerializationContext context) {
			context.reportBadDefinition(value.getClass(), this.problem);
		}

	}

}
