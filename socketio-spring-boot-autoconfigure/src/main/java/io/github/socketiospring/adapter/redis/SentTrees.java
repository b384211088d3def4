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

package io.github.socketiospring.adapter.redis;

import java.time.Instant;
import java.util.Date;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.github.socketiospring.protocol.SentValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Converts the values that an application sends to trees. Uses the application's mapper,
 * as for clients. An {@link Instant} or {@link Date} remains a date that other nodes
 * recognize, unless the application has configured another format for it.
 */
final class SentTrees {

	private final JsonMapper mapper;

	/**
	 * Create a converter.
	 * @param mapper the application's mapper
	 */
	SentTrees(JsonMapper mapper) {
		this.mapper = SentValues.mapper(mapper).rebuild().addModule(dates()).build();
	}

	private static JacksonModule dates() {
		return new SimpleModule(SentTrees.class.getName()).setSerializerModifier(new ByType());
	}

	/**
	 * Convert a value.
	 * @param value what the application or a client supplied
	 * @return a tree of JSON, bytes and dates
	 * @throws IllegalArgumentException if the value cannot be sent
	 */
	JsonNode tree(@Nullable Object value) {
		try {
			return this.mapper.valueToTree(value);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("A packet cannot be sent: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Replaces the serializers of date types.
	 */
	private static final class ByType extends ValueSerializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
				ValueSerializer<?> serializer) {
			Class<?> type = description.getBeanClass();
			boolean date = type == Instant.class || Date.class.isAssignableFrom(type);
			return date ? new AsDate(serializer) : serializer;
		}

	}

	/**
	 * Writes a date as an embedded object, unless another format is configured.
	 */
	private static final class AsDate extends ValueSerializer<Object> {

		private final ValueSerializer<Object> formatted;

		@SuppressWarnings("unchecked")
		AsDate(ValueSerializer<?> formatted) {
			this.formatted = (ValueSerializer<Object>) formatted;
		}

		@Override
		public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
			ValueSerializer<?> contextual = this.formatted.createContextual(context, property);
			boolean chosen = context.isEnabled(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
					|| isChosen(context.getConfig().getDefaultPropertyFormat(this.formatted.handledType()))
					|| (property != null && isChosen(
							property.findPropertyFormat(context.getConfig(), this.formatted.handledType())));
			return chosen ? contextual : new AsDate(contextual);
		}

		private static boolean isChosen(JsonFormat.@Nullable Value format) {
			return format != null
					&& (format.hasPattern() || format.hasTimeZone() || format.getShape() != JsonFormat.Shape.ANY);
		}

		@Override
		public void serialize(Object value, JsonGenerator json, SerializationContext context) {
			json.writeEmbeddedObject((value instanceof Date date) ? Instant.ofEpochMilli(date.getTime()) : value);
		}

	}

}
