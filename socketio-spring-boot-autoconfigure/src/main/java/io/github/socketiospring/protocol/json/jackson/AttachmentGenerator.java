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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.json.UTF8JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Writes JSON as JavaScript does, and replaces binary values at any depth of the payload
 * with placeholders. Collects these values as attachments in the same pass.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
public final class AttachmentGenerator extends JsonGeneratorDelegate {

	private static final int MIN_PLAIN_TEXT = 24;

	/** Whether plain text needs no escaping, which the application can configure. */
	private final boolean plainAsIs;

	private final PacketOutput output;

	private List<byte[]> attachments = List.of();

	/**
	 * Create a generator.
	 * @param json writes everything but attachments
	 * @param quote the quotation mark of strings
	 * @param output where {@code json} writes to
	 */
	public AttachmentGenerator(JsonGenerator json, char quote, PacketOutput output) {
		super(json, false);
		this.output = output;
		this.plainAsIs = quote == '"' && json instanceof UTF8JsonGenerator utf8 && isPlainAsIs(utf8);
	}

	private static boolean isPlainAsIs(UTF8JsonGenerator json) {
		return json.getClass() == UTF8JsonGenerator.class && json.getCharacterEscapes() == null
				&& json.getHighestNonEscapedChar() == 0 && !json.isEnabled(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
				&& json.isEnabled(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
	}

	/**
	 * The binary values that have been written so far.
	 * @return the attachments in the order of their placeholders
	 */
	public List<byte[]> attachments() {
		return this.attachments;
	}

	@Override
	public JsonGenerator writeString(String text) {
		byte[] plain = (this.plainAsIs && text != null && isPromising(text)) ? PlainText.of(text) : null;
		if (plain != null) {
			this.output.constant(plain);
			this.delegate.writeRawUTF8String(plain, 0, plain.length);
		}
		else {
			this.delegate.writeString(text);
		}
		return this;
	}

	/**
	 * Whether a check for plain text pays off: the delegate is faster with short text and
	 * with scripts other than Latin, which the first character usually reveals.
	 * @param text a string value of a packet
	 * @return whether to try
	 */
	private static boolean isPromising(String text) {
		return text.length() >= MIN_PLAIN_TEXT && text.charAt(0) < 0x80;
	}

	@Override
	public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
		boolean whole = offset == 0 && length == data.length;
		return writePlaceholder(whole ? data : Arrays.copyOfRange(data, offset, offset + length));
	}

	@Override
	public int writeBinary(Base64Variant variant, InputStream data, int length) {
		try {
			byte[] bytes = (length >= 0) ? data.readNBytes(length) : data.readAllBytes();
			writePlaceholder(bytes);
			return bytes.length;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private JsonGenerator writePlaceholder(byte[] attachment) {
		if (this.attachments.isEmpty()) {
			this.attachments = new ArrayList<>(2);
		}
		this.delegate.writeRawValue(Placeholders.of(this.attachments.size()));
		this.attachments.add(attachment);
		return this;
	}

	@Override
	public JsonGenerator writeNumber(double value) {
		return Double.isFinite(value) ? super.writeNumber(value) : writeNull();
	}

	@Override
	public JsonGenerator writeNumber(float value) {
		return Float.isFinite(value) ? super.writeNumber(value) : writeNull();
	}

	/**
	 * The delegate would not call this generator for each number.
	 */
	@Override
	public JsonGenerator writeArray(double[] array, int offset, int length) {
		writeStartArray(array, length);
		for (int i = offset; i < offset + length; i++) {
			writeNumber(array[i]);
		}
		return writeEndArray();
	}

}
