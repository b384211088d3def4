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

package io.github.socketiospring.protocol.json.jackson;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Creates parsers for the JSON of messages, which are complete and encoded in UTF-8: they
 * skip the detection of the encoding and copy {@linkplain PlainText plain} ASCII strings
 * as a whole. Everything else is left to Jackson.
 */
final class MessageJsonFactory extends JsonFactory {

	private static final long serialVersionUID = 1L;

	private MessageJsonFactory(JsonFactoryBuilder settings) {
		super(settings);
	}

	/**
	 * Create a factory with the settings of an application.
	 * @param factory the factory of the application
	 * @param constraints the constraints, which replace those of the factory
	 * @return a factory with the same settings; a factory of the same class if the
	 * application has its own
	 */
	static JsonFactory of(JsonFactory factory, StreamReadConstraints constraints) {
		JsonFactoryBuilder settings = factory.rebuild().streamReadConstraints(constraints);
		boolean usual = factory.getClass() == JsonFactory.class
				&& factory.isEnabled(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES);
		return usual ? new MessageJsonFactory(settings) : settings.build();
	}

	@Override
	protected JsonParser _createParser(ObjectReadContext context, IOContext io, byte[] data, int offset, int length) {
		this._streamReadConstraints.validateDocumentLength(length);
		return new MessageJsonParser(context, io, context.getStreamReadFeatures(this._streamReadFeatures),
				context.getFormatReadFeatures(this._formatReadFeatures),
				this._byteSymbolCanonicalizer.makeChild(this._factoryFeatures), data, offset, offset + length);
	}

}
