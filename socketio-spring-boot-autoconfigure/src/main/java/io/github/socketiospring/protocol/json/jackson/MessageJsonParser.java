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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Copies plain strings as a whole, and reads placeholders as the attachments they stand
 * for.
 *
 * @since 0.1.0
 */
public final class MessageJsonParser extends UTF8StreamJsonParser {

	/** The bytes of an empty object in a tree. */
	private static final int CONTAINER = 80;

	/** The bytes of a number or a short text in a tree. */
	private static final int SCALAR = 24;

	private @Nullable List<byte[]> attachments;

	private byte @Nullable [] attachment;

	private long cost;

	MessageJsonParser(ObjectReadContext context, IOContext io, int features, int formatFeatures,
			ByteQuadsCanonicalizer names, byte[] data, int from, int to) {
		super(context, io, features, formatFeatures, null, names, data, from, to, 0, false);
	}

	/**
	 * Read {@linkplain Placeholders#areUsual usual} placeholders as attachments from here
	 * on.
	 * @param attachments the attachments; each must have been added before the parser
	 * reaches its placeholder; {@code null} if placeholders are read as objects
	 */
	public void attach(@Nullable List<byte[]> attachments) {
		this.attachments = attachments;
	}

	/**
	 * The attachments for placeholders.
	 * @return the attachments, {@code null} if placeholders are read as objects
	 */
	public @Nullable List<byte[]> attachments() {
		return this.attachments;
	}

	/**
	 * Estimate how much memory the values take that have been read, without the content
	 * of text. Values that are read without tokens do not count.
	 * @return a number of bytes
	 */
	public long cost() {
		return this.cost;
	}

	@Override
	protected String _finishAndReturnString() {
		int end = PlainText.endOfAscii(this._inputBuffer, this._inputPtr, this._inputEnd);
		if (end == this._inputEnd || this._inputBuffer[end] != '"') {
			return super._finishAndReturnString();
		}
		String text = new String(this._inputBuffer, this._inputPtr, end - this._inputPtr, StandardCharsets.ISO_8859_1);
		this._inputPtr = end + 1;
		this._textBuffer.resetWithString(text);
		return text;
	}

	@Override
	public @Nullable JsonToken nextToken() {
		JsonToken token = super.nextToken();
		if (token != null) {
			this.cost += token.isStructStart() ? CONTAINER : SCALAR;
		}
		return (token == JsonToken.START_OBJECT && isPlaceholder()) ? this._currToken : token;
	}

	@Override
	public @Nullable String nextStringValue() {
		String value = super.nextStringValue();
		isPlaceholder();
		return value;
	}

	@Override
	public int nextIntValue(int defaultValue) {
		int value = super.nextIntValue(defaultValue);
		isPlaceholder();
		return value;
	}

	@Override
	public long nextLongValue(long defaultValue) {
		long value = super.nextLongValue(defaultValue);
		isPlaceholder();
		return value;
	}

	@Override
	public @Nullable Boolean nextBooleanValue() {
		Boolean value = super.nextBooleanValue();
		isPlaceholder();
		return value;
	}

	/**
	 * If the object that has just started is a placeholder, replace it with its
	 * attachment.
	 * @return whether it is a placeholder
	 */
	private boolean isPlaceholder() {
		List<byte[]> available = this.attachments;
		if (available == null || this._currToken != JsonToken.START_OBJECT) {
			return false;
		}
		int start = this._inputPtr - 1;
		int end = Placeholders.endOfUsual(this._inputBuffer, start);
		if (end < 0) {
			return false;
		}
		this.attachment = available.get(Placeholders.number(this._inputBuffer, start, end));
		this._inputPtr = end;
		this._streamReadContext = this._streamReadContext.clearAndGetParent();
		_updateToken(JsonToken.VALUE_EMBEDDED_OBJECT);
		return true;
	}

	@Override
	public @Nullable Object getEmbeddedObject() {
		return (this._currToken == JsonToken.VALUE_EMBEDDED_OBJECT) ? this.attachment : super.getEmbeddedObject();
	}

	/**
	 * The text of an attachment is Base64, as in the trees of Jackson.
	 */
	@Override
	public @Nullable String getString() {
		return (this._currToken == JsonToken.VALUE_EMBEDDED_OBJECT)
				? Base64Variants.getDefaultVariant().encode(this.attachment) : super.getString();
	}

	@Override
	public byte @Nullable [] getBinaryValue(Base64Variant variant) {
		return (this._currToken == JsonToken.VALUE_EMBEDDED_OBJECT) ? this.attachment : super.getBinaryValue(variant);
	}

	@Override
	public int readBinaryValue(Base64Variant variant, OutputStream out) {
		byte[] data = this.attachment;
		if (data == null || this._currToken != JsonToken.VALUE_EMBEDDED_OBJECT) {
			return super.readBinaryValue(variant, out);
		}
		try {
			out.write(data);
			return data.length;
		}
		catch (IOException ex) {
			throw _wrapIOFailure(ex);
		}
	}

}
