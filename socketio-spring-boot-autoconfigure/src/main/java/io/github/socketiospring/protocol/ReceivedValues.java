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

import java.io.File;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.Version;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.type.ArrayType;

/**
 * Limits what input of a client is converted to, at any depth.
 * <p>
 * Types whose values are loaded, compiled, opened or resolved when they are read are
 * refused, since the client would choose these values.
 * <p>
 * The cost of converting input to a number is limited. In Jackson, seven bytes such as
 * {@code 1e99999} become a {@link BigInteger} of 41 KB in ten milliseconds, and the time
 * to find that a text is not a number grows with the square of its length. Larger input
 * is rejected before the conversion.
 * <p>
 * A number may have an exponent of up to 400 and, if it is sent as text, up to 1,000
 * characters. The time that Jackson takes for all other conversions is proportional to
 * the size of the input.
 *
 * @since 0.1.0
 */
public final class ReceivedValues extends JacksonModule {

	/** Greater than the exponent of any double, and so of any number in JavaScript. */
	private static final int MAX_EXPONENT = 400;

	private static final int MAX_LENGTH = 1000;

	private static final Set<Class<?>> NUMBERS = Set.of(BigInteger.class, BigDecimal.class, Number.class, Double.class,
			double.class, Float.class, float.class);

	/**
	 * Types that Jackson creates from a string by loading, compiling, opening, resolving
	 * or parsing it.
	 */
	private static final List<Class<?>> NEVER_CHOSEN = List.of(Class.class, JavaType.class, ClassLoader.class,
			Charset.class, Pattern.class, File.class, Path.class, URL.class, InetAddress.class, InetSocketAddress.class,
			Node.class);

	private ReceivedValues() {
	}

	/**
	 * Create a mapper that reads what clients send.
	 * @param mapper the application's mapper, which is not changed
	 * @return a mapper for received values
	 */
	public static JsonMapper mapper(JsonMapper mapper) {
		return mapper.rebuild().addModule(new ReceivedValues()).build();
	}

	/**
	 * Explain why clients must not send values of a type.
	 * @param type the class of a value to receive
	 * @return the name of the type, and what to use instead; {@code null} if clients may
	 * send them
	 */
	public static @Nullable String problem(Class<?> type) {
		for (Class<?> kind : NEVER_CHOSEN) {
			if (kind.isAssignableFrom(type)) {
				return type.getName() + ", which clients must not choose: use a String, and check it";
			}
		}
		return null;
	}

	/**
	 * Require that clients may send values of a type. The properties of a class are not
	 * examined: if one of them is not allowed, {@link #mapper the mapper} refuses to read
	 * the class.
	 * @param type the type of a value to receive
	 * @throws IllegalArgumentException if clients must not send such a value, or one of
	 * its keys or elements
	 */
	public static void check(Type type) {
		for (JavaType part = JsonMapper.shared().constructType(type); part != null; part = part.getContentType()) {
			checkClass(part.getRawClass());
			if (part.getKeyType() != null) {
				check(part.getKeyType());
			}
		}
	}

	private static void checkClass(Class<?> type) {
		String problem = problem(type);
		if (problem != null) {
			throw new IllegalArgumentException("Cannot read a " + problem);
		}
	}

	@Override
	public String getModuleName() {
		return ReceivedValues.class.getName();
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public void setupModule(SetupContext context) {
		context.addDeserializerModifier(new ByType());
		context
			.addDeserializers(new SimpleDeserializers().addDeserializer(OptionalDouble.class, new BoundedOptional()));
		context.addDeserializers(new NeverChosen());
		context.addKeyDeserializers((type, config, description) -> {
			checkClass(type.getRawClass());
			return null;
		});
	}

	/**
	 * Rejects types whose values clients must not choose.
	 */
	private static final class NeverChosen extends Deserializers.Base {

		@Override
		public @Nullable ValueDeserializer<?> findBeanDeserializer(JavaType type, DeserializationConfig config,
				BeanDescription.Supplier description) {
			checkClass(type.getRawClass());
			return null;
		}

		@Override
		public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
			return false;
		}

	}

	/**
	 * Finds the types whose conversion has to be bounded.
	 */
	private static final class ByType extends ValueDeserializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config,
				BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
			return NUMBERS.contains(description.getBeanClass()) ? new BoundedNumber(deserializer) : deserializer;
		}

		@Override
		public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
				BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
			return (type.hasRawClass(double[].class) || type.hasRawClass(float[].class))
					? new BoundedArray(deserializer) : deserializer;
		}

		@Override
		public KeyDeserializer modifyKeyDeserializer(DeserializationConfig config, JavaType type,
				KeyDeserializer deserializer) {
			return NUMBERS.contains(type.getRawClass()) ? new BoundedKey(type.getRawClass(), deserializer)
					: deserializer;
		}

	}

	/**
	 * Decides which numbers may be converted.
	 */
	private static final class Bounds {

		/** Does not backtrack, unlike the pattern that Jackson uses. */
		private static final Pattern NUMBER = Pattern
			.compile("\\s*+[+-]?+(?:[0-9]++(?:\\.[0-9]++)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+[fFdD]?+\\s*+");

		/** Long enough for names such as {@code -Infinity}, and for empty text. */
		private static final int SHORT = 32;

		static boolean isNumber(String text) {
			return text.length() <= SHORT || (text.length() <= MAX_LENGTH && NUMBER.matcher(text).matches());
		}

		static boolean isModest(BigDecimal value) {
			return value.scale() >= -MAX_EXPONENT && value.scale() <= MAX_EXPONENT + MAX_LENGTH;
		}

	}

	/**
	 * Reads one number.
	 */
	private static final class BoundedNumber extends DelegatingDeserializer {

		BoundedNumber(ValueDeserializer<?> deserializer) {
			super(deserializer);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> deserializer) {
			return new BoundedNumber(deserializer);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			check(parser, context);
			return checked(super.deserialize(parser, context), context);
		}

		@Override
		public @Nullable Object deserializeWithType(JsonParser parser, DeserializationContext context,
				TypeDeserializer type) {
			check(parser, context);
			return checked(super.deserializeWithType(parser, context, type), context);
		}

		private void check(JsonParser parser, DeserializationContext context) {
			JsonToken token = parser.currentToken();
			if (token == JsonToken.VALUE_STRING && !Bounds.isNumber(parser.getString())) {
				throw context.weirdStringException("", handledType(), "not a number");
			}
			if (token == JsonToken.VALUE_NUMBER_FLOAT && handledType() == BigInteger.class && !parser.isNaN()
					&& !Bounds.isModest(parser.getDecimalValue())) {
				throw context.weirdNumberException(0, handledType(), "too large");
			}
		}

		private @Nullable Object checked(@Nullable Object value, DeserializationContext context) {
			if (value instanceof BigDecimal number && !Bounds.isModest(number)) {
				throw context.weirdNumberException(0, handledType(), "too large or too small");
			}
			return value;
		}

	}

	/**
	 * Reads a number that may be missing. Jackson's own reader is not open to modifiers.
	 */
	private static final class BoundedOptional extends StdDeserializer<OptionalDouble> {

		BoundedOptional() {
			super(OptionalDouble.class);
		}

		@Override
		public OptionalDouble deserialize(JsonParser parser, DeserializationContext context) {
			Double value = context.readValue(parser, Double.class);
			return (value != null) ? OptionalDouble.of(value) : OptionalDouble.empty();
		}

		@Override
		public OptionalDouble getNullValue(DeserializationContext context) {
			return OptionalDouble.empty();
		}

	}

	/**
	 * Reads numbers into an array of a primitive type, which may be sent as text.
	 */
	private static final class BoundedArray extends DelegatingDeserializer {

		BoundedArray(ValueDeserializer<?> deserializer) {
			super(deserializer);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> deserializer) {
			return new BoundedArray(deserializer);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			return super.deserialize(new BoundedText(parser, context, handledType()), context);
		}

	}

	/**
	 * Text that is to become a number.
	 */
	private static final class BoundedText extends JsonParserDelegate {

		private final DeserializationContext context;

		private final Class<?> target;

		BoundedText(JsonParser parser, DeserializationContext context, Class<?> target) {
			super(parser);
			this.context = context;
			this.target = target;
		}

		@Override
		public String getString() {
			String text = super.getString();
			if (hasToken(JsonToken.VALUE_STRING) && !Bounds.isNumber(text)) {
				throw this.context.weirdStringException("", this.target, "not a number");
			}
			return text;
		}

	}

	/**
	 * Reads the key of a map.
	 */
	private static final class BoundedKey extends KeyDeserializer {

		private final Class<?> target;

		private final KeyDeserializer deserializer;

		BoundedKey(Class<?> target, KeyDeserializer deserializer) {
			this.target = target;
			this.deserializer = deserializer;
		}

		@Override
		public void resolve(DeserializationContext context) {
			this.deserializer.resolve(context);
		}

		@Override
		public @Nullable Object deserializeKey(String key, DeserializationContext context) {
			Object value = Bounds.isNumber(key) ? this.deserializer.deserializeKey(key, context) : null;
			if (value == null || (value instanceof BigDecimal number && !Bounds.isModest(number))) {
				throw context.weirdKeyException(this.target, "", "not a number");
			}
			return value;
		}

	}

}
